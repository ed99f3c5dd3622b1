package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Result;
import carafe.fixtures.RuntimeUnderTest;
import carafe.fixtures.Unprivileged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code mounts add} and {@code mounts remove}: what crun has and runc has not. */
class LiveMountsIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void requireTheVerb() {
        runtime.peer().onlyCarafe("has no such verb, or not in Debian 12");
    }

    private static Container sleeper(RuntimeUnderTest runtime, Bundle bundle) {
        return runtime.container(bundle.args("sleep", "1000")).createAndStart();
    }

    private Container sleeper() {
        return sleeper(runtime, runtime.bundle());
    }

    private static Result mounts(RuntimeUnderTest runtime, String action, Container container, String json) {
        try {
            Path file = runtime.directory().resolve("mounts.json");
            Files.writeString(file, json);
            return runtime.command("mounts", action, container.id(), file).run();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Result add(Container container, String json) {
        return mounts(runtime, "add", container, json);
    }

    private Result remove(Container container, String destination) {
        return mounts(runtime, "remove", container, "[{\"destination\": \"" + destination + "\"}]");
    }

    /** A directory of the host with a file in it, bound onto a destination. */
    private String data(String destination, String options) throws IOException {
        Path data = Files.createDirectories(runtime.directory().resolve("data"));
        Files.writeString(data.resolve("word"), "hello\n");
        return "[{\"destination\": \"%s\", \"source\": \"%s\", \"options\": [%s]}]"
                .formatted(destination, data, options);
    }

    @Test
    void optionsThatABindIgnoresAreWarnedOf() throws IOException {
        Container container = sleeper();
        Result result = add(container, data("/tmp", "\"rbind\", \"nocopy\"")).succeeds();
        assertTrue(result.stderr().contains("level=warning"), result.stderr());
        assertTrue(result.stderr().contains("nocopy"), result.stderr());
        assertEquals("hello\n", container.exec("cat", "/tmp/word").succeeds().stdout());
    }

    @Test
    void aDirectoryOfTheHostAppearsAndGoes() throws IOException {
        Container container = sleeper();
        add(container, data("/tmp", "\"bind\", \"ro\"")).succeeds();
        assertEquals("hello\n", container.exec("cat", "/tmp/word").succeeds().stdout());
        assertTrue(container.exec("touch", "/tmp/other").exits(1).stderr().contains("Read-only"));
        remove(container, "/tmp").succeeds();
        assertEquals("", container.exec("ls", "/tmp").succeeds().stdout());
        assertEquals("hello\n", Files.readString(runtime.directory().resolve("data/word")));
    }

    @Test
    void aMissingTargetIsMade() throws IOException {
        Container container = sleeper(runtime, runtime.bundle().writableRoot());
        add(container, data("/new/place", "\"bind\"")).succeeds();
        assertEquals("hello\n", container.exec("cat", "/new/place/word").succeeds().stdout());
    }

    @Test
    void aRelativeSourceStartsAtTheBundle() throws IOException {
        Container container = sleeper();
        Files.writeString(container.bundle().directory().resolve("note"), "near\n");
        add(container, "[{\"destination\": \"/etc/passwd\", \"source\": \"note\", \"options\": [\"bind\"]}]").succeeds();
        assertEquals("near\n", container.exec("cat", "/etc/passwd").succeeds().stdout());
    }

    @Test
    void laterMountsMayLieOnEarlierOnes() throws IOException {
        Container container = sleeper();
        add(container, """
                [{"destination": "/tmp", "type": "tmpfs", "source": "tmpfs", "options": ["size=64k"]},
                 {"destination": "/tmp/below/proc", "type": "proc", "source": "proc"}]""").succeeds();
        assertEquals("sleep", container.exec("cat", "/tmp/below/proc/1/comm").succeeds().stdout().strip());
        mounts(runtime, "remove", container, """
                [{"destination": "/tmp"}, {"destination": "/tmp/below/proc"}]""").succeeds();
        assertFalse(container.exec("cat", "/proc/mounts").succeeds().stdout().contains(" /tmp"));
    }

    @Test
    void mountsOfTheConfigCanGoToo() {
        Container container = sleeper();
        remove(container, "/dev/shm").succeeds();
        assertFalse(container.exec("cat", "/proc/mounts").succeeds().stdout().contains("/dev/shm"));
    }

    @Test
    void aContainerThatIsNotStartedCanBeGivenMounts() throws IOException {
        Container container = runtime.container(runtime.bundle().args("cat", "/tmp/word"));
        container.create().succeeds();
        add(container, data("/tmp", "\"bind\"")).succeeds();
        container.start().succeeds();
        container.awaitOutput("hello\n");
    }

    @Test
    void aUserNamespaceIsNoObstacle() throws IOException {
        Bundle bundle = runtime.bundle().namespace("user").uidMapping(0, 100000, 1000).gidMapping(0, 100000, 1000);
        Container container = sleeper(runtime, bundle);
        add(container, data("/tmp", "\"bind\"")).succeeds();
        assertEquals("hello\n", container.exec("cat", "/tmp/word").succeeds().stdout());
        remove(container, "/tmp").succeeds();
        assertEquals("", container.exec("ls", "/tmp").succeeds().stdout());
    }

    @Test
    void whatTheHostMountedReadOnlyStaysSoInAUserNamespace() throws IOException {
        Bundle bundle = runtime.bundle().namespace("user").uidMapping(0, 100000, 1000).gidMapping(0, 100000, 1000)
                .capabilities("CAP_SYS_ADMIN");
        Container container = sleeper(runtime, bundle);
        String json = data("/tmp", "\"bind\"");
        Path data = runtime.directory().resolve("data");
        Command.of("/bin/mount", "--bind", data, data).run().succeeds();
        try {
            Command.of("/bin/mount", "-o", "remount,bind,ro", data).run().succeeds();
            add(container, json).succeeds();
        } finally {
            Command.of("/bin/umount", data).run().succeeds();
        }
        assertEquals("hello\n", container.exec("cat", "/tmp/word").succeeds().stdout());
        container.exec("mount", "-t", "tmpfs", "own", "/dev").succeeds();
        container.exec("mount", "-o", "remount,bind,rw", "/tmp").fails(1, "permission denied");
        container.exec("touch", "/tmp/new").fails(1, "Read-only file system");
    }

    @Test
    void nothingIsMountedOnTheHost() throws IOException {
        Container container = sleeper(runtime, runtime.bundle().writableRoot());
        add(container, data("/new", "\"bind\"")).succeeds();
        assertEquals(0, Files.list(container.bundle().rootfs("/new")).count());
    }

    /** Else a container could have its own masked paths laid open. */
    @Test
    void aLinkInTheContainerDoesNotLeadAwayFromTheDestination() {
        Container container = sleeper(runtime, runtime.bundle().writableRoot().maskedPaths("/proc/version"));
        container.exec("ln", "-s", "/proc", "/link").succeeds();
        remove(container, "/link/version").fails(1, "unmount /link/version", "symbolic link");
        assertEquals("", container.exec("cat", "/proc/version").succeeds().stdout());
    }

    @Test
    void aTargetOutsideTheRootFileSystemIsInsideIt() throws IOException {
        Container container = sleeper(runtime, runtime.bundle().writableRoot());
        container.exec("ln", "-s", "../../../../../escaped", "/link").succeeds();
        add(container, data("/link", "\"bind\"")).succeeds();
        assertEquals("hello\n", container.exec("cat", "/escaped/word").succeeds().stdout());
        assertFalse(Files.exists(Path.of("/escaped")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                     | an array
            [{"type": "tmpfs"}]                                    | destination
            [{"destination": "/x", "options": ["bind"]}]           | /0/source
            [{"destination": "/tmp", "type": "no-such-fs"}]        | no-such-fs
            """)
    void badMountsAreNamed(String json, String word) {
        add(sleeper(), json).fails(1, word);
    }

    @Test
    void whatIsNotMountedCannotBeRemoved() {
        remove(sleeper(), "/tmp").fails(1, "unmount /tmp", "nothing is mounted there");
    }

    @Test
    void theRootFileSystemStays() {
        remove(sleeper(), "/").fails(1, "the root file system stays");
    }

    @Test
    void aStoppedContainerHasNoMounts() throws IOException {
        Container container = runtime.container(runtime.bundle().args("true")).createAndStart();
        container.await("stopped");
        add(container, data("/tmp", "\"bind\"")).fails(1, "container not running");
        remove(container, "/tmp").fails(1, "container not running");
    }

    @Test
    void theHostsMountsAreNotTouched() throws IOException {
        Bundle bundle = runtime.bundle().withoutNamespace("mount").setJson("/mounts", "[]")
                .setJson("/linux/maskedPaths", "[]").setJson("/linux/readonlyPaths", "[]");
        Command.of("/bin/mknod", bundle.rootfs("/dev/null"), "c", 1, 3).run().succeeds();
        Container container = sleeper(runtime, bundle);
        add(container, data("/tmp", "\"bind\"")).fails(1, "no mount namespace of its own");
        remove(container, "/proc").fails(1, "no mount namespace of its own");
    }

    @Test
    void anUnknownActionIsNamed() {
        mounts(runtime, "swap", sleeper(), "[]").fails(1, "\"swap\"", "add or remove");
    }

    @Test
    void standardInputIsAFile() throws IOException {
        Container container = sleeper();
        Path file = runtime.directory().resolve("typed");
        Files.writeString(file, data("/tmp", "\"bind\""));
        Command command = runtime.command("mounts", "add", container.id(), "-");
        command.reading(file).run().succeeds();
        assertEquals(List.of("word"), container.exec("ls", "/tmp").succeeds().stdout().lines().toList());
    }

    @Nested
    class Rootless {
        @RegisterExtension
        final RuntimeUnderTest users = RuntimeUnderTest.calledBy(Unprivileged.user());

        @Test
        void fileSystemsCanBeAdded() {
            Container container = sleeper(users, users.bundle());
            mounts(users, "add", container,
                    "[{\"destination\": \"/tmp\", \"type\": \"tmpfs\", \"source\": \"mine\"}]").succeeds();
            assertTrue(container.exec("cat", "/proc/mounts").succeeds().stdout().contains("mine /tmp tmpfs"));
        }

        @Test
        void pathsOfTheHostTakeMoreRights() {
            Container container = sleeper(users, users.bundle());
            mounts(users, "add", container,
                    "[{\"destination\": \"/tmp\", \"source\": \"/etc\", \"options\": [\"bind\"]}]")
                    .fails(1, "open /etc", "CAP_SYS_ADMIN");
        }
    }
}
