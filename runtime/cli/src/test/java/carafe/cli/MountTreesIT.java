package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Binds of directories with mounts below them, and mounts that come and go while the container runs. The mounts are
 * made in a mount namespace of the runtime's own, never in the host's.
 */
class MountTreesIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    /** On a shared tmpfs, with another tmpfs at "sub" that holds "inner". */
    private Path source;
    private String makeSource;

    @BeforeEach
    void describeSource() throws IOException {
        source = Files.createDirectory(runtime.directory().resolve("source"));
        makeSource = """
                set -e
                mount -t tmpfs outer %1$s
                mount --make-shared %1$s
                mkdir %1$s/sub %1$s/late
                mount -t tmpfs inner %1$s/sub
                touch %1$s/sub/inner""".formatted(source);
    }

    private Command run(Bundle bundle) {
        Container container = runtime.container(bundle);
        return container.command("run").after(makeSource).under("/usr/bin/unshare", "--mount");
    }

    @Test
    void bindTakesOnlyTheTopMount() {
        assertEquals("", run(runtime.bundle().bind(source, "/tmp").args("ls", "/tmp/sub")).run().succeeds().stdout());
    }

    @Test
    void rbindTakesTheMountsBelow() {
        Bundle bundle = runtime.bundle().mount("/tmp", "bind", source, "rbind").args("ls", "/tmp/sub");
        assertEquals("inner\n", run(bundle).run().succeeds().stdout());
    }

    @Test
    void roIsForTheTopAndRroForAll() {
        String probe = "touch /tmp/x 2>/dev/null || echo top; touch /tmp/sub/x 2>/dev/null || echo below";
        Bundle top = runtime.bundle().mount("/tmp", "bind", source, "rbind", "ro").script(probe);
        assertEquals("top\n", run(top).run().succeeds().stdout());

        Bundle all = runtime.bundle().mount("/tmp", "bind", source, "rbind", "rro").script(probe);
        assertEquals("top\nbelow\n", run(all).run().succeeds().stdout());
    }

    @Test
    void recursiveAttributesReachTheMountsBelow() {
        Bundle bundle = runtime.bundle().mount("/tmp", "bind", source, "rbind", "rnosuid", "rnoexec", "rnodev")
                .script("grep ' /tmp/sub ' /proc/self/mountinfo | cut -d' ' -f6");
        assertEquals("rw,nosuid,nodev,noexec,relatime\n", run(bundle).run().succeeds().stdout());
    }

    @Test
    void aSlaveSeesMountsTheHostMakesLater() {
        Bundle bundle = runtime.bundle().set("/linux/rootfsPropagation", "slave")
                .mount("/tmp", "bind", source, "rbind", "rslave")
                .script("echo up; until [ -e /tmp/late/file ]; do sleep 0.01; done; echo seen");
        try (Running running = run(bundle).start().awaitOutput("up\n")) {
            mountLate(running);
            running.awaitOutput("seen\n").waitFor().succeeds();
        }
    }

    @Test
    void aPrivateMountSeesNone() {
        Bundle bundle = runtime.bundle().mount("/tmp", "bind", source, "rbind", "rprivate")
                .script("echo up; read line; ls /tmp/late");
        try (Running running = run(bundle).startInteractive().awaitOutput("up\n")) {
            mountLate(running);
            assertEquals("up\n", running.endInput().waitFor().succeeds().stdout());
        }
    }

    @Test
    void aSharedMountShowsTheContainersMountsToTheHost() {
        Bundle bundle = runtime.bundle().set("/linux/rootfsPropagation", "shared").capabilities("CAP_SYS_ADMIN")
                .mount("/tmp", "bind", source, "rbind", "rshared")
                .script("mount -t tmpfs late /tmp/late && touch /tmp/late/file; echo up; read line");
        try (Running running = run(bundle).startInteractive().awaitOutput("up\n")) {
            inNamespaceOf(running, "/bin/ls", source.resolve("late/file")).run().succeeds();
            running.endInput().waitFor();
        }
    }

    private void mountLate(Running running) {
        inNamespaceOf(running, "/bin/mount", "-t", "tmpfs", "late", source.resolve("late")).run().succeeds();
        inNamespaceOf(running, "/bin/touch", source.resolve("late/file")).run().succeeds();
    }

    private static Command inNamespaceOf(Running running, Object... argv) {
        return Command.of("/usr/bin/nsenter", "--mount", "--target", running.pid()).with(argv);
    }
}
