package carafe.container.seccomp;

/** A profile from which no filter can be made. */
public final class SeccompException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String pointer;

    public SeccompException(String pointer, String message) {
        super(message);
        this.pointer = pointer;
    }

    /** Where in config.json, as a JSON pointer. */
    public String pointer() {
        return pointer;
    }
}
