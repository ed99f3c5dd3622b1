package carafe.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The generated files in docs/ are those of the tables. After a change to a table, bring them up to date with
 * {@code mvn -pl runtime/cli -am test -Dtest=GeneratedFilesTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dcarafe.docs=write}.
 */
class GeneratedFilesTest {
    private static final String HINT = "; regenerate with -Dcarafe.docs=write (see GeneratedFilesTest)";

    static Set<String> names() {
        return GeneratedFiles.all().keySet();
    }

    @BeforeAll
    static void writeIfAsked() throws IOException {
        if ("write".equals(System.getProperty("carafe.docs"))) {
            for (String name : committed()) {
                Files.delete(GeneratedFiles.DOCS.resolve(name));
            }
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
        assertEquals(GeneratedFiles.all().get(name), committed, "docs/" + name + " is out of date" + HINT);
    }

    @Test
    void noPageOutlivesItsVerb() throws IOException {
        Set<String> leftOver = committed();
        leftOver.removeAll(names());
        assertEquals(Set.of(), leftOver, "files nobody generates any more" + HINT);
    }

    private static Set<String> committed() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String directory : new String[] {"man", "completion"}) {
            Path path = GeneratedFiles.DOCS.resolve(directory);
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    files.forEach(file -> names.add(directory + "/" + file.getFileName()));
                }
            }
        }
        names.removeIf(name -> name.startsWith("man/") && !name.matches("man/carafe(-[a-z]+)?\\.8"));
        // The monitor's files have another source.
        names.removeIf(name -> name.contains("carafe-monitor"));
        return names;
    }
}
