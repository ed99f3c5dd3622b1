package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.CPrograms;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Engine;
import carafe.fixtures.Eventually;
import carafe.fixtures.Json;
import carafe.fixtures.Peer;
import carafe.fixtures.Proc;
import carafe.fixtures.Requires;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code exec}: every flag, and what the caller learns; {@link ExecRefusalIT} has who is turned away. */
@Tag("guest")
class ExecIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Container sleeper() {
        return runtime.container(runtime.bundle().args("sleep", "1000")).createAndStart();
    }

    private Command exec(Container container, Object... flags) {
        return runtime.command("exec").with(flags).with(container.id());
    }

    /** What a process with these flags sees of itself. */
    private JsonNode inspect(Object... flags) {
        return exec(sleeper(), flags).with("inspect").run().succeeds().json();
    }

    // ---- what the caller learns ----

    @ParameterizedTest
    @CsvSource({"exit 0, 0", "exit 7, 7", "exit 255, 255", "kill -9 $$, 137", "kill -TERM $$, 143"})
    void theExitStatusIsPassedOn(String script, int status) {
        exec(sleeper()).with("sh", "-c", script).run().exits(status);
    }

    @Test
    void streamsArePassedOn() throws IOException {
        Path input = Files.writeString(runtime.directory().resolve("input"), "typed");
        var result = exec(sleeper()).with("sh", "-c", "cat; echo wrong >&2").reading(input).run().succeeds();
        assertEquals("typed", result.stdout());
        assertEquals("wrong\n", result.stderr());
    }

    @ParameterizedTest
    @CsvSource({"/no/such/program, no such file or directory", "no-such-program, executable file not found in $PATH",
            "/etc/passwd, permission denied", "/etc, permission denied"})
    void whatCannotBeExecutedIsToldBy255(String program, String reason) {
        exec(sleeper()).with(program).run().fails(255, "exec failed: ", reason);
    }

    @Test
    void aCommaInAValueSeparatesNothing() {
        assertEquals("1,B=2\n", exec(sleeper(), "--env", "A=1,B=2").with("sh", "-c", "echo $A$B").run().succeeds()
                .stdout());
    }

    @Test
    void flagsEndAtTheId() {
        assertEquals("-c --env\n", exec(sleeper()).with("echo", "-c", "--env").run().succeeds().stdout());
    }

    // ---- where it runs ----

    @Test
    void itIsInAllNamespacesAndCgroupsOfTheContainer() {
        Container container = sleeper();
        JsonNode report = exec(container).with("inspect").run().succeeds().json();
        for (String type : List.of("pid", "net", "ipc", "uts", "mnt", "user", "cgroup")) {
            assertEquals(Proc.namespace(container.pid(), type), report.path("namespaces").path(type).asText(), type);
        }
        String joined = exec(container).with("cat", "/proc/self/cgroup").run().succeeds().stdout();
        assertEquals(exec(container).with("cat", "/proc/1/cgroup").run().succeeds().stdout(), joined);
        assertEquals("/", exec(container).with("pwd").run().succeeds().stdout().strip());
    }

    @Test
    void itSeesNoDescriptorButItsStreams() {
        Container container = sleeper();
        String script = "exec 3</etc/hosts 5</ 9<>/dev/zero";
        assertEquals(3, exec(container).with("inspect").after(script).run().succeeds().json().path("fds").size());
    }

    // ---- flags ----

    @Test
    void aCwdThatIsNotThereIsNamedInRuncsWords() {
        Container container = sleeper();
        exec(container, "--cwd", "/none/such").with("pwd").run()
                .fails(255, "chdir to cwd (\"/none/such\") set in config.json failed: ");
        exec(container, "--cwd", "/none/such").with("pwd").run().fails(255, "no such file or directory");
        exec(container, "--cwd", "/bin/sh").with("pwd").run().fails(255, "chdir to cwd (\"/bin/sh\")");
    }

    @Test
    void cwdIsTheWorkingDirectory() {
        assertEquals("/tmp\n", exec(sleeper(), "--cwd", "/tmp").with("pwd").run().succeeds().stdout());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--env", "-e"})
    void envAddsToTheConfigsVariablesAndReplacesThem(String flag) {
        Container container = runtime.container(
                runtime.bundle().variable("KEPT", "1").variable("CHANGED", "1").args("sleep", "1000")).createAndStart();
        assertEquals("1 2 a=b\n", exec(container, flag, "CHANGED=2", flag, "NEW=a=b")
                .with("sh", "-c", "echo $KEPT $CHANGED $NEW").run().succeeds().stdout());
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "", "=1"})
    void aVariableHasANameAndAValue(String variable) {
        runtime.peer().skipIf(Peer.CRUN, "takes anything");
        exec(sleeper(), "--env", variable).with("true").run()
                .fails(255, runtime.peer().expect("name=value", Peer.RUNC, "environment variable"));
    }

    @ParameterizedTest
    @CsvSource({"5, 5, 0", "5:6, 5, 6"})
    void userIsAnIdOrTwo(String user, int uid, int gid) {
        JsonNode report = inspect("--user", user);
        assertEquals(uid, report.path("uids").path(0).asInt());
        assertEquals(gid, report.path("gids").path(0).asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"4294967295", "0:4294967295"})
    void theIdThatMeansNoneIsNotTakenForRoot(String user) {
        exec(sleeper(), "--user", user).with("id").run().exits(255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--additional-gids", "-g"})
    void additionalGidsAddGroups(String flag) {
        assertEquals("[7,8]", inspect("-u", "5:6", flag, "7", flag, "8").path("groups").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--cap", "-c"})
    void capAddsACapability(String flag) {
        long without = mask(inspect(), "effective");
        JsonNode with = inspect(flag, "CAP_SYS_TIME", flag, "CAP_SYSLOG");
        long added = 1L << 25 | 1L << 34;
        assertEquals(0, without & added);
        assertEquals(without | added, mask(with, "effective"));
        assertEquals(added, mask(with, "bounding") & added);
        assertEquals(added, mask(with, "permitted") & added);
    }

    @Test
    void whatIsNoCapabilityIsIgnored() {
        exec(sleeper(), "--cap", "CAP_FLY").with("true").run().succeeds();
    }

    private static long mask(JsonNode report, String set) {
        return Long.parseUnsignedLong(report.path("capabilities").path(set).asText(), 16);
    }

    @Test
    void noNewPrivsIsSet() {
        Container container = runtime.container(
                runtime.bundle().set("/process/noNewPrivileges", false).args("sleep", "1000")).createAndStart();
        assertEquals(0, exec(container).with("inspect").run().succeeds().json().path("noNewPrivileges").asInt());
        assertEquals(1, exec(container, "--no-new-privs").with("inspect").run().succeeds().json()
                .path("noNewPrivileges").asInt());
    }

    @Test
    void preserveFdsPassesThoseAfterTheStreams() {
        JsonNode fds = exec(sleeper(), "--preserve-fds", 1).with("inspect").after("exec 3</etc/hosts 4</etc/passwd")
                .run().succeeds().json().path("fds");
        assertEquals("/etc/hosts", fds.path("3").path("link").asText());
        assertEquals(4, fds.size(), fds::toString);
    }

    @Test
    void cgroupNamesOneBelowTheContainers() {
        Requires.cgroupV1("memory");
        Bundle bundle = runtime.bundle().args("sleep", "1000");
        Container container = runtime.container(bundle).createAndStart();
        String own = group(exec(container).with("cat", "/proc/self/cgroup").run().succeeds().stdout());
        Path below = Path.of("/sys/fs/cgroup/memory" + hostGroup(container.pid()), "below");
        Command.of("mkdir", below).run().succeeds();
        String joined = group(exec(container, "--cgroup", "memory:below").with("cat", "/proc/self/cgroup")
                .run().succeeds().stdout());
        assertEquals(own.equals("/") ? "/below" : own + "/below", joined);
        exec(container, "--cgroup", "memory:none").with("true").run().fails(255, "no such file or directory");
        exec(container, "--cgroup", "..").with("true").run().fails(255, "is not a sub cgroup path");
        exec(container, "--cgroup", "what:below").with("true").run().fails(255, "unknown controller what");
    }

    private static String hostGroup(int pid) {
        return group(String.join("\n", Proc.lines(pid + "/cgroup")));
    }

    private static String group(String text) {
        return text.lines().filter(line -> line.contains(":memory:")).findFirst().orElseThrow().split(":", 3)[2];
    }

    // ---- --process ----

    private Path processFile(Container container, boolean terminal, String... arguments) throws IOException {
        ObjectNode process = container.bundle().get("/process").deepCopy();
        process.put("terminal", terminal);
        List.of(arguments).forEach(process.putArray("args")::add);
        ((ArrayNode) process.get("env")).add("ONLY=this");
        return Files.writeString(runtime.directory().resolve("process.json"), process.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--process", "-p"})
    void aProcessFileSaysEverything(String flag) throws IOException {
        Container container = sleeper();
        Path file = processFile(container, false, "inspect");
        JsonNode report = exec(container, flag, file).run().succeeds().json();
        assertTrue(Json.strings(report.path("environment")).contains("ONLY=this"), report::toString);
        assertEquals(0, report.path("uids").path(0).asInt());
    }

    @Test
    void aProcessFileThatMakesNoSenseIsNamed() throws IOException {
        Container container = sleeper();
        Path file = Files.writeString(runtime.directory().resolve("process.json"), "{\"args\": 7}");
        exec(container, "--process", file).run().exits(255);
        exec(container, "--process", "/no/such/file").run().fails(255, "/no/such/file");
    }

    // ---- --detach, --pid-file ----

    @Test
    void detachedItRunsOnAndItsEndReachesTheCallersReaper() throws IOException {
        Container container = sleeper();
        Path pidFile = runtime.directory().resolve("exec.pid");
        Engine engine = runtime.keep(Engine.call(exec(container, "--detach", "--pid-file", pidFile)
                .with("sh", "-c", "echo started; exec sleep 1001")));
        engine.result().succeeds();
        Eventually.holds("the process has started", () -> engine.stdout().equals("started\n"));
        int pid = Integer.parseInt(Files.readString(pidFile));
        assertNotEquals(container.pid(), pid);
        assertEquals(Proc.namespace(container.pid(), "pid"), Proc.namespace(pid, "pid"));
        Command.of("kill", "-KILL", pid).run().succeeds();
        assertEquals(137, engine.exitOf(pid));
        assertEquals("running", container.status());
    }

    @Test
    void inTheForegroundThePidFileIsThereWhileItRuns() throws IOException {
        Container container = sleeper();
        Path pidFile = runtime.directory().resolve("exec.pid");
        try (Running running = exec(container, "--pid-file", pidFile).with("sh", "-c", "echo up; exec sleep 1001")
                .start()) {
            running.awaitOutput("up\n");
            Command.of("kill", "-KILL", Files.readString(pidFile)).run().succeeds();
            assertEquals(137, running.waitFor().exit());
        }
    }

    // ---- terminals ----

    private Path socket() {
        return runtime.directory().resolve("console.sock");
    }

    private Running receiver() {
        return runtime.keep(Command.of(CPrograms.path("consolerecv"), socket()).startInteractive())
                .awaitOutput("listening\n");
    }

    @Test
    void aTerminalIsHandedOver() {
        Container container = sleeper();
        Running receiver = receiver();
        runtime.keep(Engine.call(exec(container, "--tty", "--detach", "--console-socket", socket(), "--pid-file",
                runtime.directory().resolve("pid")).with("tty"))).result().succeeds();
        receiver.awaitOutput("/dev/pts/0");
    }

    @Test
    void aDetachedTerminalWithoutASocketIsRefused() {
        exec(sleeper(), "--tty", "--detach").with("true").run()
                .fails(255, "if " + runtime.peer().expect("carafe", Peer.RUNC, "runc") + " will detach without setting");
    }

    @Test
    void aSocketWithoutATerminalIsRefused() {
        exec(sleeper(), "--console-socket", socket()).with("true").run().fails(255, "cannot use console socket if");
    }

    @Test
    void withoutTtyThereIsNoTerminalWhateverTheConfigSays() {
        Running receiver = receiver();
        Container container = runtime.container(runtime.bundle().terminal().args("sleep", "1000"));
        container.create("--console-socket", socket()).succeeds();
        receiver.awaitOutput("received ");
        container.start().succeeds();
        assertFalse(exec(container).with("inspect").run().succeeds().json().path("stdinIsTerminal").asBoolean());
    }

    // ---- --pidfd-socket ----

    @ParameterizedTest
    @CsvSource({"create, standard", "run, standard", "exec, setns"})
    void aPidfdIsHandedOver(String verb, String text) {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 cannot");
        runtime.peer().skipIf(Peer.CRUN, "cannot");
        Running receiver;
        if (verb.equals("create")) {
            receiver = receiver();
            runtime.container(runtime.bundle()).create("--pidfd-socket", socket()).succeeds();
        } else if (verb.equals("run")) {
            receiver = receiver();
            runtime.container(runtime.bundle()).run("--pidfd-socket", socket()).succeeds();
        } else {
            Container container = sleeper();
            receiver = receiver();
            exec(container, "--pidfd-socket", socket()).with("true").run().succeeds();
        }
        receiver.awaitOutput("no terminal: " + text + ", anon_inode:[pidfd]");
    }
}
