package carafe.container.criu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.spec.json.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorsTest {
    @TempDir
    Path images;

    private Descriptors read(String json) throws IOException {
        Files.writeString(images.resolve("descriptors.json"), json);
        try (LocalKernel kernel = new LocalKernel()) {
            Fd directory = kernel.openat(Fd.CWD, images.toString(), Open.O_PATH | Open.O_DIRECTORY);
            try {
                return Descriptors.read(kernel, directory, "images");
            } finally {
                kernel.close(directory);
            }
        }
    }

    @Test
    void theNamesAreInTheOrderOfTheStreams() throws IOException {
        assertEquals(List.of("/dev/null", "pipe:[1]", ""), read("[\"/dev/null\", \"pipe:[1]\", \"\"]").names());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                   | found an empty file, expected a JSON document
            {}                   | found an object, expected an array
            []                   | found 0 names, expected those of the three standard streams
            ["a", "b"]           | found 2 names
            ["a", "b", "c", "d"] | found 4 names
            ["a", null, "c"]     | /1: found null, expected a string
            ["a", "b", "c"       | malformed JSON
            """)
    void aDamagedFileIsNamed(String json, String finding) {
        String message = assertThrows(SpecException.class, () -> read(json)).getMessage();
        assertTrue(message.startsWith("images/descriptors.json: "), message);
        assertTrue(message.contains(finding), message);
    }
}
