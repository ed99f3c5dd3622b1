package carafe.monitor.process;

/**
 * What a process is known by.
 *
 * @param container the container's id
 * @param session the exec session's id; empty for the container's first process
 */
public record ProcessId(String container, String session) {
    /** The first process of a container. */
    public static ProcessId init(String container) {
        return new ProcessId(container, "");
    }

    public boolean isInit() {
        return session.isEmpty();
    }
}
