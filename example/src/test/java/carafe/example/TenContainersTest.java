package carafe.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Requires;
import carafe.fixtures.Scratch;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TenContainersTest {
    private Path directory;

    @BeforeEach
    void makeDirectory() {
        Requires.root();
        directory = Scratch.create("carafe-example-");
    }

    @AfterEach
    void clean() {
        if (directory != null) {
            Scratch.delete(directory);
        }
    }

    @Test
    void printsHowTenContainersEndedAndWhatTheyUsed() throws Exception {
        Path bundle = Bundle.create(directory.resolve("bundle")).args("/bin/sleep", "1000").write().directory();
        List<String> lines = output(directory.resolve("state"), bundle);
        assertEquals(10, lines.size(), lines.toString());
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            assertTrue(line.matches("container " + i + ": exec ended with " + i
                    + ", the container with 137, memory [1-9][0-9]* bytes"), line);
        }
        try (Stream<Path> left = Files.list(directory.resolve("state"))) {
            assertFalse(left.findAny().isPresent());
        }
    }

    @Test
    void printsWhatFailed() throws Exception {
        List<String> lines = output(directory.resolve("state"), directory.resolve("none"));
        assertEquals(10, lines.size(), lines.toString());
        assertTrue(lines.stream().allMatch(line -> line.startsWith("failed: ") && line.contains("/none")),
                lines.toString());
    }

    private static List<String> output(Path state, Path bundle) throws InterruptedException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            TenContainers.main(new String[] {state.toString(), bundle.toString()});
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
