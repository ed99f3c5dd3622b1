package carafe.cli.verb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is, from a file that Maven fills in.
 *
 * <p>It is read once, by the static initialiser: in a native image that happens when the image is built.
 */
public final class BuildInfo {
    public static final String VERSION;
    /** The commit built from, or "unknown" outside a checkout. */
    public static final String COMMIT;

    static {
        Properties properties = new Properties();
        try (InputStream file = BuildInfo.class.getResourceAsStream("build.properties")) {
            properties.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("carafe/cli/verb/build.properties", unreadable);
        }
        VERSION = properties.getProperty("version");
        COMMIT = properties.getProperty("commit");
    }

    private BuildInfo() {
    }
}
