package carafe.kernel;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The arguments and the environment that this process was started with, as {@link RawText}.
 *
 * <p>Java decodes both and puts U+FFFD where they are not UTF-8. Only then they are read from procfs, which keeps the bytes.
 */
public final class StartWords {
    private static final char REPLACEMENT = '\uFFFD';

    private StartWords() {
    }

    /** @param decoded the last of the words that the process was started with, as Java has them */
    public static String[] arguments(String[] decoded) {
        for (String word : decoded) {
            if (word.indexOf(REPLACEMENT) >= 0) {
                String[] all = ofProcess("cmdline");
                return Arrays.copyOfRange(all, all.length - decoded.length, all.length);
            }
        }
        return decoded;
    }

    /** The value of a variable; null if it is not set. */
    public static String variable(String name) {
        String value = System.getenv(name);
        return value == null || value.indexOf(REPLACEMENT) < 0 ? value : ofProcfs().get(name);
    }

    /** All variables. */
    public static Map<String, String> variables() {
        Map<String, String> decoded = System.getenv();
        for (Map.Entry<String, String> variable : decoded.entrySet()) {
            if (variable.getKey().indexOf(REPLACEMENT) >= 0 || variable.getValue().indexOf(REPLACEMENT) >= 0) {
                return ofProcfs();
            }
        }
        return decoded;
    }

    private static Map<String, String> ofProcfs() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String entry : ofProcess("environ")) {
            int equals = entry.indexOf('=', 1);
            if (equals > 0) {
                // of two with one name the first counts, as for getenv(3)
                variables.putIfAbsent(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return variables;
    }

    /** The words of a file of this process, each of which ends with a zero. */
    private static String[] ofProcess(String file) {
        try (LocalKernel kernel = new LocalKernel()) {
            String[] words = kernel.readText(Fd.CWD, "/proc/self/" + file).split("\0", -1);
            return Arrays.copyOf(words, words.length - 1);
        }
    }
}
