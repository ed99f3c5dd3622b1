package carafe.monitor.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The generated files in docs/ are those of the tables. After a change to a table, bring them up to date with
 * {@code mvn -pl monitor -am test -Dtest='carafe.monitor.docs.GeneratedFilesTest'
 * -Dsurefire.failIfNoSpecifiedTests=false -Dcarafe.docs=write}.
 */
class GeneratedFilesTest {
    static Set<String> names() {
        return GeneratedFiles.all().keySet();
    }

    @BeforeAll
    static void writeIfAsked() throws IOException {
        if ("write".equals(System.getProperty("carafe.docs"))) {
            for (String name : names()) {
                Path file = GeneratedFiles.DOCS.resolve(name);
                Files.createDirectories(file.getParent());
                Files.writeString(file, GeneratedFiles.all().get(name));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void committedFileIsCurrent(String name) throws IOException {
        Path file = GeneratedFiles.DOCS.resolve(name);
        String committed = Files.exists(file) ? Files.readString(file) : "";
        assertEquals(GeneratedFiles.all().get(name), committed,
                "docs/" + name + " is out of date; regenerate with -Dcarafe.docs=write (see GeneratedFilesTest)");
    }
}
