package carafe.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.kernel.LocalKernel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbsolutePathTest {
    @ParameterizedTest
    @CsvSource({"/, /", "/a/b, /a/b", "//a///b/, /a/b", "/a/./b/., /a/b", "/a/../b, /b", "/../../a, /a", "/a/.., /"})
    void cleansByTextAlone(String path, String clean) {
        assertEquals(clean, AbsolutePath.clean(path));
    }

    @Test
    void relativePathsStartAtTheCurrentDirectory() {
        String here = Path.of("").toAbsolutePath().toString();
        try (LocalKernel kernel = new LocalKernel()) {
            assertEquals(here + "/x", AbsolutePath.of(kernel, "./x"));
            assertEquals(here, AbsolutePath.of(kernel, ""));
        }
    }
}
