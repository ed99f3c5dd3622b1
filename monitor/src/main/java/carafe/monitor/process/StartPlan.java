package carafe.monitor.process;

import carafe.monitor.system.Environment;
import java.util.ArrayList;
import java.util.List;

/**
 * How a process is started.
 *
 * @param runtime the words of the runtime; the last one is the container's id
 * @param environment of the runtime
 * @param pidFile where the runtime writes the process's pid
 * @param terminal whether the process gets a terminal, in place of pipes
 * @param stdin whether it gets a standard input, without a terminal
 * @param passthrough whether it gets the monitor's own stdio
 * @param joins whether it is one more process of a running container: then the runtime's status may be the command's,
 *        and the pid file alone tells whether it was started
 * @param takesListenPid whether LISTEN_PID shall name the runtime
 * @param timeoutMillis after which the process is killed, 0 for never
 */
public record StartPlan(List<String> runtime, Environment environment, String pidFile, boolean terminal,
        boolean stdin, boolean passthrough, boolean joins, boolean takesListenPid, long timeoutMillis) {
    /** The words of the runtime, with the path of a console socket unless it is null. */
    List<String> words(String consoleSocket) {
        if (consoleSocket == null) {
            return runtime;
        }
        List<String> words = new ArrayList<>(runtime.subList(0, runtime.size() - 1));
        words.add("--console-socket");
        words.add(consoleSocket);
        words.add(runtime.getLast());
        return words;
    }

    /** The directory for the console socket. */
    String temporaryDirectory() {
        String directory = environment.get("TMPDIR");
        return directory == null ? "/tmp" : directory;
    }
}
