package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A container that counts, for tests that save and restore it: all numbers it ever counted are in a file, so that one
 * counted twice or left out shows. No descriptor of the host is open in it.
 */
final class Counting {
    static final Path CRIU = Path.of("/usr/sbin/criu");
    private static final String QUIETLY = "exec < /dev/null > /count 2>&1; ";
    private static final String COUNT = "i=0; while true; do i=$((i + 1)); echo $i; sleep 0.05; done";

    private Counting() {
    }

    static void requireCriu() {
        Requires.program(CRIU.toString());
        Result check = Command.of(CRIU, "check").run();
        Assumptions.assumeTrue(check.exit() == 0, () -> "criu check fails here ("
                + check.exit() + "): " + check.stdout().strip() + check.stderr().strip());
    }

    static Container start(RuntimeUnderTest runtime, Bundle bundle) {
        return begin(runtime.container(bundle));
    }

    /** The C program "holder" counts instead of the shell, while it holds what these words say. */
    static Container holding(RuntimeUnderTest runtime, Bundle bundle, String words) {
        return begin(runtime.container(bundle), "exec holder " + words);
    }

    /** The same with a container that is not created yet. */
    static Container begin(Container container) {
        return begin(container, COUNT);
    }

    /** The same with a script that counts on its standard output. */
    static Container begin(Container container, String script) {
        container.bundle().writableRoot().script(QUIETLY + script);
        container.createAndStart();
        awaitCount(container, 3);
        return container;
    }

    /** Where {@link #checkpoint} puts the images, and {@link #restore} finds them. */
    static Path images(RuntimeUnderTest runtime) {
        return runtime.directory().resolve("images");
    }

    static Result checkpoint(RuntimeUnderTest runtime, Container container, Object... flags) {
        return runtime.command("checkpoint", "--image-path", images(runtime)).with(flags).with(container.id()).run();
    }

    /** CRIU has failed and says why in a log beside the images. */
    static void failsInLog(RuntimeUnderTest runtime, Result result, String log, String words) {
        result.exits(1);
        List<String> errors = lines(images(runtime).resolve(log)).stream().filter(line -> line.contains("Error"))
                .toList();
        assertTrue(errors.stream().anyMatch(line -> line.contains(words)), errors::toString);
    }

    /** Restores it and waits until it has counted on. */
    static void restore(RuntimeUnderTest runtime, Container container, Object... flags) {
        int before = counted(container);
        container.restore(withImages(runtime, flags)).succeeds();
        awaitCount(container, before + 3);
        assertNoneTwiceOrLeftOut(container);
    }

    private static Object[] withImages(RuntimeUnderTest runtime, Object... flags) {
        Object[] all = new Object[flags.length + 2];
        all[0] = "--image-path";
        all[1] = images(runtime);
        System.arraycopy(flags, 0, all, 2, flags.length);
        return all;
    }

    static int counted(Container container) {
        return numbers(container).size();
    }

    static void awaitCount(Container container, int count) {
        Eventually.holds(() -> "counted to " + count + ": " + numbers(container), () -> counted(container) >= count);
    }

    private static List<String> numbers(Container container) {
        return lines(container.bundle().rootfs("/count"));
    }

    /** None if there is no such file yet. */
    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException notYet) {
            return List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void assertNoneTwiceOrLeftOut(Container container) {
        List<String> all = numbers(container);
        for (int i = 0; i < all.size(); i++) {
            assertEquals(Integer.toString(i + 1), all.get(i));
        }
    }
}
