package carafe.cli.out;

import java.nio.charset.StandardCharsets;

/** Standard output and standard error. Text goes out as UTF-8, at once and unbuffered. */
public interface Output {

    /** Writes to descriptor 1. */
    void stdout(byte[] bytes);

    /** Writes to descriptor 1. */
    default void stdout(String text) {
        stdout(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes to descriptor 2; a closed or full descriptor is ignored, because there is nowhere left to say so. */
    void stderr(String text);

    /** Whether a person is reading standard output. */
    boolean stdoutIsTerminal();

    /** Whether a person is reading standard error. */
    boolean stderrIsTerminal();
}
