package carafe.monitor.conmon;

import static java.nio.charset.StandardCharsets.UTF_8;

import carafe.monitor.option.Help;
import carafe.monitor.system.Environment;
import carafe.monitor.system.UsageException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a monitor that was started for an exec session tells the container's own, so that this one does the work.
 *
 * <pre>
 *   engine ─▶ carafe-monitor --exec ── "exec", descriptors ─▶ control socket of the container's monitor
 *                                        0  a file with the rest of this record
 *                                        1  a pipe for the exit code
 *                                        2… the engine's pipes, in the order of their variables
 * </pre>
 *
 * @param directory the current one
 * @param oomScore the score of the engine, which the runtime gets
 * @param words the options
 * @param environment NAME=VALUE strings
 */
record Handover(String directory, String oomScore, List<String> words, List<String> environment) {
    /** Variables that name a pipe, in the order in which their descriptors are sent. */
    static final List<String> PIPES = List.of("_OCI_SYNCPIPE", "_OCI_STARTPIPE", "_OCI_ATTACHPIPE");
    /** Descriptors before the engine's. */
    static final int FIRST_PIPE = 2;

    /** Only a monitor of the same build does with the options what this one would. */
    private static final String VERSION = Help.version();
    private static final int FIXED = 4;

    byte[] encode() {
        List<String> all = new ArrayList<>(List.of(VERSION, directory, oomScore, Integer.toString(words.size())));
        all.addAll(words);
        all.addAll(environment);
        StringBuilder text = new StringBuilder();
        for (String word : all) {
            text.append(word).append('\0');
        }
        return text.toString().getBytes(UTF_8);
    }

    static Handover decode(byte[] bytes) throws UsageException {
        List<String> all = Environment.nulSeparated(bytes);
        try {
            int count = Integer.parseInt(all.get(FIXED - 1));
            if (!all.getFirst().equals(VERSION)) {
                throw new UsageException("the session comes from another build of carafe-monitor");
            }
            return new Handover(all.get(1), all.get(2), List.copyOf(all.subList(FIXED, FIXED + count)),
                    List.copyOf(all.subList(FIXED + count, all.size())));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new UsageException("the handover is damaged");
        }
    }

    /** The variables that are set, as they were counted when the descriptors were sent. */
    static List<String> pipes(Environment environment) {
        List<String> set = new ArrayList<>();
        for (String variable : PIPES) {
            if (environment.get(variable) != null) {
                set.add(variable);
            }
        }
        return set;
    }
}
