package carafe.shim;

/** Why a control request was refused. */
public enum ControlError {
    /** The line is no request of this protocol. */
    BAD_REQUEST("bad-request"),
    /** The line is longer than a request may be; the connection ends. */
    TOO_LONG("too-long"),
    /** The peer is neither root nor the user of the monitor; the connection ends. */
    NOT_ALLOWED("not-allowed"),
    /** There are as many connections as the monitor keeps; the connection ends. */
    TOO_MANY("too-many-clients"),
    /** The connection was of no use for so long that it ends. */
    TIMED_OUT("timed-out"),
    /** The request does not fit the container's state: no terminal, no input, already exited. */
    NOT_POSSIBLE("not-possible"),
    /** The kernel refused; the message has its reason. */
    FAILED("failed");

    private final String label;

    ControlError(String label) {
        this.label = label;
    }

    /** The code in the frame. */
    public String label() {
        return label;
    }
}
