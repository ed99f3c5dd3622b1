package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.CPrograms;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * While anybody on the host renames or mounts, openat2(2) gives up on paths with ".." in them, as links of many images
 * have. A seccomp filter simulates that it always does; a loop of renames does it for real, now and then.
 */
class DisturbedHostIT {
    private static final int ROUNDS = 10;
    private static final String EVERYTHING = """
            echo "$HOME"; pwd; cat /data/word /var/run/tmpfs/old; ls /var/lock
            cat /secret; ls /hidden; touch /frozen/x 2>&1; touch /var/run/tmpfs/new && echo writable""";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Path data;

    @BeforeEach
    void makeSource() throws IOException {
        data = Files.createDirectory(runtime.directory().resolve("data"));
        Files.writeString(data.resolve("word"), "hello\n");
    }

    /** Every place that names something in an image, through links with "..". */
    private Bundle crossing() throws IOException {
        Bundle bundle = runtime.bundle().user(0, 0).remove("/process/env/1").cwd("/var/run/work")
                .bind(data, "/var/data").mount("/var/run/tmpfs", "tmpfs", "tmpfs", "tmpcopyup")
                .bind(data, "/var/run/../lock/made")
                .maskedPaths("/var/secret", "/var/hidden").readonlyPaths("/var/frozen");
        for (String directory : List.of("/usr/share", "/run/work", "/run/tmpfs", "/data", "/var", "/hidden/x",
                "/frozen", "/lock")) {
            Files.createDirectories(bundle.rootfs(directory));
        }
        Files.writeString(bundle.rootfs("/run/tmpfs/old"), "copied\n");
        Files.writeString(bundle.rootfs("/secret"), "secret\n");
        Files.writeString(bundle.rootfs("/usr/share/passwd"), "root:x:0:0::/home/of/root:/bin/sh\n");
        Files.delete(bundle.rootfs("/etc/passwd"));
        Files.createSymbolicLink(bundle.rootfs("/etc/passwd"), Path.of("../usr/share/passwd"));
        for (String name : List.of("run", "data", "secret", "hidden", "frozen", "lock")) {
            Files.createSymbolicLink(bundle.rootfs("/var/" + name), Path.of("../" + name));
        }
        return bundle;
    }

    private static Command disturbed(Command command) {
        return command.under(CPrograms.path("disturbed"));
    }

    private static void assertComplete(Result result) {
        assertEquals("""
                /home/of/root
                /run/work
                hello
                copied
                made
                touch: /frozen/x: Read-only file system
                writable
                """, result.succeeds().stdout());
    }

    @Test
    void nothingIsMissingInANewContainer() throws IOException {
        assertComplete(disturbed(runtime.container(crossing().script(EVERYTHING)).command("run")).run());
    }

    @Test
    void nothingIsMissingWithATerminal() throws IOException {
        Result result = disturbed(runtime.container(runtime.bundle().terminal().args("tty")).command("run"))
                .run();
        assertEquals("/dev/pts/0", result.succeeds().stdout().strip());
    }

    @Test
    void execGetsIn() throws IOException {
        Container container = runtime.container(crossing().args("sleep", "1000")).createAndStart();
        Result result = disturbed(runtime.command("exec", "--cwd", "/var/run/../run/work", container.id())
                .with("sh", "-c", "pwd; echo $HOME")).run();
        assertEquals("/run/work\n/home/of/root\n", result.succeeds().stdout());
    }

    @Test
    void mountsComeAndGo() throws IOException {
        runtime.peer().onlyCarafe("has no such verb, or not in Debian 12");
        Container container = runtime.container(crossing().args("sleep", "1000")).createAndStart();
        Path file = runtime.directory().resolve("mounts.json");
        Files.writeString(file, "[{\"destination\": \"/var/hidden\", \"source\": \"" + data
                + "\", \"options\": [\"bind\"]}]");
        disturbed(runtime.command("mounts", "add", container.id(), file)).run().succeeds();
        assertEquals("hello\n", container.exec("cat", "/hidden/word").succeeds().stdout());
        Files.writeString(file, "[{\"destination\": \"/hidden\"}]");
        disturbed(runtime.command("mounts", "remove", container.id(), file)).run().succeeds();
        assertEquals("", container.exec("ls", "/hidden").succeeds().stdout());
    }

    @Test
    void noContainerFailsBesideALoopOfRenames() throws IOException {
        Path one = Files.writeString(runtime.directory().resolve("one"), "");
        Path other = Files.writeString(runtime.directory().resolve("other"), "");
        runtime.keep(Command.of(CPrograms.path("swapper"), one, other).start()).awaitOutput("swapping");
        Bundle bundle = crossing().script(EVERYTHING);
        for (int round = 0; round < ROUNDS; round++) {
            assertComplete(runtime.run(bundle));
        }
    }
}
