package carafe.monitor.attach;

import carafe.monitor.system.UsageException;

/** What happens to an attach client whose queue of unsent output is full. Logs never wait for a client. */
public enum SlowPolicy {
    /**
     * The container is read no faster than the client takes output, as a pipe would do it, as long as the client
     * takes anything; one that takes nothing for the stall time is disconnected.
     */
    PACE,
    /** The client misses output, which is counted. */
    SKIP,
    /** The client is disconnected at once. */
    DISCONNECT;

    /** Reads a value of {@code --attach-slow}. */
    public static SlowPolicy ofLabel(String label) throws UsageException {
        return switch (label) {
            case "pace" -> PACE;
            case "skip" -> SKIP;
            case "disconnect" -> DISCONNECT;
            default -> throw new UsageException("--attach-slow is \"" + label
                    + "\", expected pace, skip or disconnect");
        };
    }
}
