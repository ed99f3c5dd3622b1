package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.CPrograms;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Json;
import carafe.fixtures.Proc;
import carafe.fixtures.Result;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard input, output and error without a terminal. */
class StdioIT {

    private static final int HOST_ROOT = 4_800_000;

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @Test
    void outputAndErrorStayApart() {
        Result result = runtime.run(runtime.bundle().script("echo out; echo err >&2")).succeeds();
        assertEquals("out\n", result.stdout());
        assertEquals("err\n", result.stderr());
    }

    @Test
    void inputReachesTheContainerToItsEnd() throws IOException {
        Path input = Files.writeString(runtime.directory().resolve("input"), "one\ntwo\n".repeat(50_000));
        Container container = runtime.container(runtime.bundle().args("wc", "-l"));
        assertEquals("100000\n", container.command("run").reading(input).run().succeeds().stdout());
    }

    @Test
    void aConversationWorksInTheForeground() {
        Container container = runtime.container(runtime.bundle()
                .script("read line; echo got $line; read line || echo end"));
        try (Running running = container.command("run").startInteractive()) {
            running.type("hello\n").awaitOutput("got hello\n").endInput().awaitOutput("end\n");
            running.waitFor().succeeds();
        }
    }

    @Test
    void nothingIsLostOfALargeOutput() {
        Bundle bundle = runtime.bundle().script("head -c 20000000 /dev/zero | tr '\\0' x");
        assertEquals(20_000_000, runtime.run(bundle).succeeds().stdout().length());
    }

    @Test
    void aDetachedContainerKeepsTheCallersDescriptors() {
        Container container = runtime.container(runtime.bundle().args("inspect", "--then-wait")).createAndStart();
        JsonNode descriptors = Json.parse(container.awaitOutput("\n").stdout()).path("fds");

        assertEquals("1:3", descriptors.path("0").path("device").asText());
        assertTrue(descriptors.path("1").path("link").asText().contains("stdout"), descriptors::toString);
        assertTrue(descriptors.path("2").path("link").asText().contains("stderr"), descriptors::toString);
        assertEquals(3, descriptors.size(), descriptors::toString);
    }

    @Test
    void filesGoToTheContainersUserAndDevNullDoesNot() throws IOException {
        Container container = runtime.container(runtime.bundle().user(1000, 1000).args("inspect", "--then-wait"))
                .createAndStart();
        JsonNode descriptors = Json.parse(container.awaitOutput("\n").stdout()).path("fds");

        assertEquals(1000, descriptors.path("1").path("uid").asInt(), descriptors::toString);
        assertEquals(0, descriptors.path("0").path("uid").asInt(), descriptors::toString);
        assertEquals(0, Files.getAttribute(Path.of("/dev/null"), "unix:uid"));
    }

    @Test
    void aPlainUserCanReopenItsOutput() {
        Bundle bundle = runtime.bundle().user(1000, 1000).script("echo again > /dev/stdout; echo bad > /dev/stderr");
        Result result = runtime.run(bundle).succeeds();
        assertEquals("again\n", result.stdout());
        assertEquals("bad\n", result.stderr());
    }

    private Bundle mapped() {
        return runtime.bundle().namespace("user").uidMapping(0, HOST_ROOT, 65536).gidMapping(0, HOST_ROOT, 65536);
    }

    private static final String REOPEN = "echo again > /dev/stdout; echo bad > /dev/stderr; cat < /dev/stdin;"
            + " stat -Lc %u /dev/stdout /dev/stderr";

    @ParameterizedTest
    @ValueSource(ints = {0, 33, 65534})
    void aUserNamespacesUserCanReopenPipes(int uid) {
        Container container = runtime.container(mapped().user(uid, 0).script(REOPEN));
        try (Running running = container.command("run").startInteractive()) {
            running.type("in\n").endInput();
            Result result = running.waitFor().succeeds();
            assertEquals("again\nin\n" + uid + "\n" + uid + "\n", result.stdout());
            assertEquals("bad\n", result.stderr());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 33, 65534})
    void aUserNamespacesUserCanReopenFilesOfADetachedContainer(int uid) throws IOException {
        Container container = runtime.container(mapped().user(uid, 0).script("echo again >> /dev/stdout;"
                + " echo bad >> /dev/stderr; stat -Lc %u:%g /dev/stdout /dev/stderr")).createAndStart();
        assertEquals(0, container.exitStatus());
        String owner = uid + ":65534\n";
        assertEquals("again\n" + owner + owner, container.stdout());
        assertEquals("bad\n", container.stderr());
    }

    @Test
    void aUserNamespacesUserCanReopenThoseOfAnAddedProcess() {
        Container container = runtime.container(mapped().args("sleep", "1000")).createAndStart();
        Result result = runtime.command("exec", "--user", "33", container.id(), "sh", "-c",
                "echo again > /dev/stdout; echo bad > /dev/stderr").run().succeeds();
        assertEquals("again\n", result.stdout());
        assertEquals("bad\n", result.stderr());
    }

    @Test
    void aUserNamespaceThatIsJoinedNeedsNoMappingsInTheConfigForIt() {
        Container owner = runtime.container(mapped().args("sleep", "1000")).createAndStart();
        Bundle joining = runtime.bundle().namespace("user", "/proc/" + owner.pid() + "/ns/user")
                .script("echo again > /dev/stdout");
        assertEquals("again\n", runtime.run(joining).succeeds().stdout());
    }

    @Test
    void aFileThatIsOnlyReadIsNotHandedOver() throws IOException {
        Path input = Files.writeString(runtime.directory().resolve("input"), "one\n");
        Container container = runtime.container(mapped().args("cat"));
        assertEquals("one\n", container.command("run").reading(input).run().succeeds().stdout());
        assertEquals(0, Files.getAttribute(input, "unix:uid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/null", "/dev/zero", "/dev/full"})
    void devicesOfTheHostKeepTheirOwner(String device) throws IOException {
        Path own = runtime.directory().resolve("device");
        Command.of("cp", "-a", device, own).run().succeeds();
        Container container = runtime.container(mapped().user(33, 33).args("true"));
        container.command("run").under("/bin/sh", "-c", "\"$@\" <> " + own + " >&0 2>&0", "sh").run().succeeds();
        assertEquals(0, Files.getAttribute(own, "unix:uid"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theCallersTerminalKeepsItsOwner(boolean userNamespace) {
        Bundle bundle = (userNamespace ? mapped() : runtime.bundle()).user(33, 33).script("test -t 1 && echo ran");
        Container container = runtime.container(bundle);
        Result result = container.command("run").under(CPrograms.path("terminal"), 24, 80, "/bin/sh", "-c",
                "\"$@\"; stat -Lc 'owner %u' /proc/self/fd/0", "sh").run().succeeds();
        assertEquals(List.of("ran", "owner 0"), result.stdout().lines().limit(2).toList());
    }

    @Test
    void aClosedOutputEndsTheContainerNotTheRuntime() {
        Container container = runtime.container(runtime.bundle().script("yes"));
        Result result = container.command("run").under("/bin/sh", "-c", "\"$@\" | head -n 1", "sh").run();
        assertEquals("y\n", result.stdout());
    }

    @Test
    void theEngineHoldsNoMoreThanTheContainerNeeds() {
        Container container = runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
        assertEquals(3, Proc.descriptors(container.pid()).size(), () -> Proc.descriptors(container.pid()).toString());
    }
}
