package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Result;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code --pid-file}: the init's pid as engines parse it. */
class PidFileIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @Test
    void createWritesTheBareNumber() throws IOException {
        Path file = runtime.directory().resolve("init.pid");
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        create(container, file).succeeds();
        assertEquals(container.state().path("pid").asText(), Files.readString(file));
    }

    private static Result create(Container container, Object file) {
        return container.command("create", "--pid-file", file).run();
    }

    @Test
    void runDetachedWritesIt() throws IOException {
        Path file = runtime.directory().resolve("init.pid");
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        container.command("run", "--detach", "--pid-file=" + file).run().succeeds();
        assertEquals(container.state().path("pid").asText(), Files.readString(file));
    }

    @Test
    void runInTheForegroundWritesItWhileTheContainerRuns() throws IOException {
        Path file = runtime.directory().resolve("init.pid");
        Container container = runtime.container(runtime.bundle().script("echo up; read line"));
        try (Running running = container.command("run", "--pid-file", file).startInteractive().awaitOutput("up")) {
            String pid = container.state().path("pid").asText();
            Eventually.holds("the pid file", () -> Files.exists(file));
            assertEquals(pid, Files.readString(file));
            running.endInput().waitFor();
        }
    }

    @Test
    void anOldFileIsReplacedAndNoTemporaryFileIsLeft() throws IOException {
        Path directory = Files.createDirectory(runtime.directory().resolve("pids"));
        Path file = Files.writeString(directory.resolve("init.pid"), "a much longer old content");
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        create(container, file).succeeds();

        assertEquals(container.state().path("pid").asText(), Files.readString(file));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void aRelativePathStartsAtTheWorkingDirectory() throws IOException {
        Path directory = Files.createDirectory(runtime.directory().resolve("here"));
        Container container = runtime.container(runtime.bundle().args("true"));
        container.command("create", "--pid-file", "init.pid").in(directory).run().succeeds();
        assertEquals(container.state().path("pid").asText(), Files.readString(directory.resolve("init.pid")));
    }

    @Test
    void aFileThatCannotBeWrittenFailsCreateAndLeavesNothing() {
        Path file = runtime.directory().resolve("missing/init.pid");
        create(runtime.container(runtime.bundle()), file).fails(1, "no such file or directory");
        assertFalse(Files.exists(file.getParent()));
        assertEquals(List.of(), runtime.leftovers());
    }
}
