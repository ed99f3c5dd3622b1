package carafe.container.setup;

/** What config.json asks for cannot be done here, for a reason that no single system call gives. */
public final class SetupException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String pointer;

    /**
     * @param pointer JSON pointer of the property, empty if there is none
     * @param message one line
     */
    public SetupException(String pointer, String message) {
        super(message);
        this.pointer = pointer;
    }

    public String pointer() {
        return pointer;
    }
}
