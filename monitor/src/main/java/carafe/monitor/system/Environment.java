package carafe.monitor.system;

import carafe.kernel.RawText;
import carafe.kernel.Sys;
import java.util.ArrayList;
import java.util.List;

/** The environment as it came, in order; read from procfs, because a Java map of it is slow to make. */
public final class Environment {
    private final List<String> entries;

    private Environment(List<String> entries) {
        this.entries = entries;
    }

    /** The environment this process was started with. */
    public static Environment ofProcess(Sys sys) {
        return new Environment(nulSeparated(sys.readFile("/proc/self/environ")));
    }

    /** An environment of NAME=VALUE strings. */
    public static Environment of(List<String> entries) {
        return new Environment(List.copyOf(entries));
    }

    /** The words of a procfs file such as cmdline and environ, each of which ends with a NUL. */
    public static List<String> nulSeparated(byte[] bytes) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int i = 0; bytes != null && i < bytes.length; i++) {
            if (bytes[i] == 0) {
                words.add(RawText.of(bytes, from, i - from));
                from = i + 1;
            }
        }
        return words;
    }

    /** The value of a variable, or null. */
    public String get(String name) {
        String prefix = name + "=";
        for (String entry : entries) {
            if (entry.startsWith(prefix)) {
                return entry.substring(prefix.length());
            }
        }
        return null;
    }

    /** The same without a variable. */
    public Environment without(String name) {
        String prefix = name + "=";
        List<String> kept = new ArrayList<>();
        for (String entry : entries) {
            if (!entry.startsWith(prefix)) {
                kept.add(entry);
            }
        }
        return new Environment(kept);
    }

    /** The same with a variable set. */
    public Environment with(String name, String value) {
        Environment changed = without(name);
        changed.entries.add(name + "=" + value);
        return changed;
    }

    /** NAME=VALUE strings, as execve(2) takes them. */
    public List<String> entries() {
        return entries;
    }
}
