package carafe.spec.json;

/** A document that cannot be used: names the file, the JSON pointer, the value and what was expected, in one line. */
public final class SpecException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final transient Finding finding;

    public SpecException(String file, Finding finding) {
        super(file + ": " + finding.message());
        this.file = file;
        this.finding = finding;
    }

    /** The file as the caller named it. */
    public String file() {
        return file;
    }

    public Finding finding() {
        return finding;
    }
}
