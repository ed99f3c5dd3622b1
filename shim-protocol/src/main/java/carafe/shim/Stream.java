package carafe.shim;

/** An output stream of the container, with the number it has in attach packets and its name in log lines. */
public enum Stream {
    STDOUT(2, "stdout"),
    STDERR(3, "stderr");

    private final int id;
    private final String label;

    Stream(int id, String label) {
        this.id = id;
        this.label = label;
    }

    /** The first byte of an attach packet that carries this stream. */
    public int id() {
        return id;
    }

    /** The name of the stream in CRI log lines and in control frames. */
    public String label() {
        return label;
    }

    /** The stream with this label. */
    public static Stream ofLabel(String label) throws ProtocolException {
        for (Stream stream : values()) {
            if (stream.label.equals(label)) {
                return stream;
            }
        }
        throw new ProtocolException("stream is \"" + label + "\", expected \"stdout\" or \"stderr\"");
    }
}
