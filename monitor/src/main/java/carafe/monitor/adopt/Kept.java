package carafe.monitor.adopt;

/** What systemd's descriptor store keeps of a container for the next monitor. */
public enum Kept {
    /** Our end of the pipe: without a holder the container reads the end of its input. */
    STDIN("stdin"),
    /** Our end of the pipe, with what was not read: without a holder it is gone when the container is. */
    STDOUT("stdout"),
    /** As {@link #STDOUT}. */
    STDERR("stderr"),
    /** The terminal's master: without a holder the container gets SIGHUP. */
    TERMINAL("terminal"),
    /** A pidfd: tells how the container has ended, even if nobody was there then (Linux 6.15). */
    PROCESS("process");

    private final String label;

    Kept(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** The name in the store (FDNAME): several containers may share a unit. */
    String nameFor(String id) {
        return id + "." + label;
    }
}
