package carafe.monitor.control;

import carafe.monitor.attach.OutputHub;
import carafe.monitor.io.Stdin;
import carafe.shim.LogPolicy;
import carafe.shim.Stream;
import java.util.Map;

/** What the control socket can ask of the monitor. Members of answers are strings, whole numbers and booleans. */
public interface Controlled {
    /** Status, pids, exit code and settings. */
    Map<String, Object> state();

    /** Counters. */
    Map<String, Object> stats();

    /** The exit code, or null while the container has none. */
    Integer exitCode();

    boolean hasTerminal();

    /** Sets the terminal's size: 0, or a negated error number. */
    int resize(int height, int width);

    /** Signals the container's first process: 0, or a negated error number. */
    int signal(int signal);

    void reopenLogs();

    void setLogPolicy(Stream stream, LogPolicy policy);

    /**
     * Starts one more process.
     *
     * @param descriptors those that have come with the request, which are taken over
     * @return null, or why not
     */
    String exec(int[] descriptors);

    Stdin stdin();

    OutputHub hub();
}
