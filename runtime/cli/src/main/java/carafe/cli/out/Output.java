package carafe.cli.out;

/** Standard output and standard error. Text goes out as UTF-8, at once and unbuffered. */
public interface Output {

    /** Writes to descriptor 1. */
    void stdout(String text);

    /** Writes to descriptor 2; a closed or full descriptor is ignored, because there is nowhere left to say so. */
    void stderr(String text);

    /** Whether a person is reading standard error. */
    boolean stderrIsTerminal();
}
