package carafe.shim;

import java.util.Map;

/**
 * Something that happened to the container, told on connections that asked for events.
 *
 * @param name one of the constants
 * @param members what belongs to it: {@code pid}, {@code code}
 */
public record ControlEvent(String name, Map<String, ?> members) {
    /** The container's first process exists. */
    public static final String STARTED = "started";
    /** The kernel killed a process of the container for want of memory. */
    public static final String OOM = "oom";
    /** The container's first process has ended and its output is logged. */
    public static final String EXITED = "exited";
    /** The network helper was started, has died or is about to be started again. */
    public static final String HELPER = "network-helper";

    public static ControlEvent started(int pid) {
        return new ControlEvent(STARTED, Map.of("pid", pid));
    }

    public static ControlEvent oom() {
        return new ControlEvent(OOM, Map.of());
    }

    public static ControlEvent exited(int code) {
        return new ControlEvent(EXITED, Map.of("code", code));
    }

    public static ControlEvent helper(String state) {
        return new ControlEvent(HELPER, Map.of("state", state));
    }
}
