package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.CPrograms;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Peer;
import carafe.fixtures.Requires;
import carafe.fixtures.Result;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that are saved and restored. */
@Tag("guest")
class CheckpointConnectionsIT {
    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @BeforeEach
    void requireCriu() {
        Counting.requireCriu();
    }

    /** With a network of its own, whose loopback device is brought up whenever it is made. */
    private Bundle connected() {
        Requires.program("/sbin/ip");
        return runtime.bundle().hook("createRuntime", "/bin/sh", "-c",
                "pid=$(/bin/sed 's/.*\"pid\": *\\([0-9]*\\).*/\\1/') "
                + "&& /usr/bin/nsenter --net=/proc/$pid/ns/net /sbin/ip link set lo up");
    }

    private Container connection() {
        return Counting.holding(runtime, connected(), "connection 7000");
    }

    private Result checkpoint(Container container, Object... flags) {
        return Counting.checkpoint(runtime, container, flags);
    }

    private void refusesToSave(Container container, String log, Object... flags) {
        Counting.failsInLog(runtime, checkpoint(container, flags), "dump.log", log);
    }

    private void refusesToRestore(Container container, String log) {
        Counting.failsInLog(runtime, container.restore("--image-path", Counting.images(runtime)), "restore.log", log);
    }

    @Test
    void anEstablishedConnectionIsSavedAndGoesOnOnlyIfThatIsAskedFor() {
        Container container = connection();
        refusesToSave(container, "Connected TCP socket, consider using --tcp-established option");
        Counting.awaitCount(container, Counting.counted(container) + 3);
        checkpoint(container, "--tcp-established").succeeds();
        refusesToRestore(container, "Connected TCP socket in image");
        Counting.restore(runtime, container, "--tcp-established");
    }

    /** One way is a program that CRIU looks up in the PATH, the other is a part of CRIU; the images tell which. */
    @ParameterizedTest
    @CsvSource({"iptables, true", "nftables, false"})
    void theNetworkIsLockedAsTheCallerWants(String method, boolean byProgram) throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "does not know the flag, which is crun's");
        Path programs = Files.createDirectory(runtime.directory().resolve("programs"));
        Path rules = programs.resolve("rules");
        Path program = Files.writeString(programs.resolve("iptables-restore"),
                "#!/bin/sh\ntee -a " + rules + " | /sbin/iptables-restore \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Container container = connection();
        String path = programs + ":/bin:/sbin";
        Path images = Counting.images(runtime);
        runtime.command("checkpoint", "--image-path", images, "--tcp-established", "--network-lock", method,
                container.id()).withVariable("PATH", path).run().succeeds();
        int before = Counting.counted(container);
        container.command("restore", "--image-path", images, "--tcp-established", "--network-lock", method, "--detach")
                .withVariable("PATH", path).run().succeeds();
        Counting.awaitCount(container, before + 3);
        assertEquals(byProgram, Counting.lines(rules).stream().anyMatch(rule -> rule.contains("-A CRIU -j DROP")));
    }

    @Test
    void theNetworkIsNotLeftUnlockedByACriuThatCannotDoSo() {
        runtime.peer().skipIf(Peer.RUNC, "does not know the flag, which is crun's");
        Container container = connection();
        Result result = checkpoint(container, "--tcp-established", "--network-lock", "skip");
        if (result.exit() == 1) {
            result.fails(1, "--network-lock skip requires at least CRIU 3.19.0");
        } else {
            Counting.restore(runtime, container, "--tcp-established", "--network-lock", "skip");
        }
    }

    @Test
    void aConnectionCanComeBackClosed() {
        runtime.peer().skipIf(Peer.RUNC, "does not know the flag, which is crun's");
        Container container = connection();
        checkpoint(container, "--tcp-established").succeeds();
        container.restore("--image-path", Counting.images(runtime), "--tcp-close").succeeds();
        Path count = container.bundle().rootfs("/count");
        Eventually.holds("the connection is closed", () -> Counting.lines(count).getLast().startsWith("send: "));
    }

    @Test
    void aConnectionThatIsBeingMadeIsSkippedOnlyIfThatIsAskedFor() {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 does not know the flag");
        Container container = Counting.holding(runtime, connected(), "backlog 7000");
        refusesToSave(container, "In-flight connection", "--tcp-established");
        checkpoint(container, "--tcp-established", "--tcp-skip-in-flight").succeeds();
        Counting.restore(runtime, container, "--tcp-established");
    }

    @Test
    void aConnectionToAUnixSocketOfTheHostsIsSavedAndMadeAgainOnlyIfThatIsAskedFor() throws IOException {
        Path directory = Files.createDirectory(runtime.directory().resolve("sockets"));
        Path socket = directory.resolve("socket");
        Running receiver = runtime.keep(Command.of(CPrograms.path("notifyrecv"), socket).start())
                .awaitOutput("listening");
        // CRIU sees only sockets of the container's network, and knows one by the name that its owner has given it
        Container container = Counting.holding(runtime, runtime.bundle().withoutNamespace("network")
                .withoutMount("/sys").bind(directory, directory.toString()), "datagrams " + socket);
        refusesToSave(container, "--ext-unix-sk");
        checkpoint(container, "--ext-unix-sk").succeeds();
        Counting.restore(runtime, container, "--ext-unix-sk");
        receiver.awaitOutput("\n" + Counting.counted(container) + "\n");
    }
}
