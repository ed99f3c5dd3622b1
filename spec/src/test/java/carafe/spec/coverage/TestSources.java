package carafe.spec.coverage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of all tests of the project, by the simple names of their classes. */
final class TestSources {
    private static final Path PROJECT = Path.of("..");
    private static final Pattern TEST_ANNOTATION = Pattern.compile("@(Parameterized|Repeated)?Test\\b|@TestFactory\\b");

    private final Map<String, String> sources = new HashMap<>();

    static TestSources read() throws IOException {
        TestSources tests = new TestSources();
        for (Path directory : testDirectories()) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String name = file.getFileName().toString();
                    // classes of one name in several modules are taken for one
                    tests.sources.merge(name.substring(0, name.length() - ".java".length()), Files.readString(file),
                            String::concat);
                }
            }
        }
        return tests;
    }

    /** Modules are at most two directories deep. */
    private static List<Path> testDirectories() throws IOException {
        try (Stream<Path> directories = Files.find(PROJECT, 5, (path, attributes) -> path.endsWith("src/test/java"))) {
            return directories.toList();
        }
    }

    /** Whether the class is there and has a test method of this name that is run; {@code test} is Class#method. */
    boolean have(String test) {
        int hash = test.indexOf('#');
        String source = hash < 0 ? null : sources.get(test.substring(0, hash));
        int method = source == null ? -1 : source.indexOf(" void " + test.substring(hash + 1) + "(");
        if (method < 0) {
            return false;
        }
        String annotations = source.substring(source.lastIndexOf("\n\n", method), method);
        return TEST_ANNOTATION.matcher(annotations).find() && !annotations.contains("@Disabled");
    }
}
