package carafe.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build of a program this is. Maven fills it into a file {@code build.properties} beside the classes of the
 * program.
 *
 * @param commit the commit that last touched what the program is made of, "unknown" outside a checkout
 * @param built when, by SOURCE_DATE_EPOCH or the commit's date and in UTC, "unknown" outside a checkout
 */
public record BuildInfo(String version, String commit, String built) {
    /** For static initialisers: in a native image they run when the image is built. */
    public static BuildInfo beside(Class<?> owner) {
        Properties properties = new Properties();
        try (InputStream file = owner.getResourceAsStream("build.properties")) {
            properties.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("build.properties beside " + owner.getName(), unreadable);
        }
        return new BuildInfo(properties.getProperty("version"), properties.getProperty("commit"),
                properties.getProperty("built"));
    }
}
