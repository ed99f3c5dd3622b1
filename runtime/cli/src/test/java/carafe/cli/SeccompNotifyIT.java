package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.CPrograms;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Json;
import carafe.fixtures.Peer;
import carafe.fixtures.Requires;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import carafe.fixtures.Unprivileged;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SCMP_ACT_NOTIFY: a process outside decides about system calls of the container. */
@EnabledIfSystemProperty(named = "os.arch", matches = "amd64", disabledReason = "calls x86_64 system calls by number")
class SeccompNotifyIT {
    private static final int GETPID = 39;
    private static final String CALL = "call " + GETPID + "\n";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    /** In a directory that any caller's agent may write to. */
    private static Path socket(RuntimeUnderTest runtime) {
        try {
            Path directory = Files.createDirectories(runtime.directory().resolve("agent"));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
            return directory.resolve("socket");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** An agent that takes one listener and answers every call in the same way. */
    private static Running agent(RuntimeUnderTest runtime, Object... answer) {
        return runtime.keep(runtime.caller().wrap(Command.of(CPrograms.path("seccompagent"), socket(runtime))
                .with(answer)).start()).awaitOutput("listening\n");
    }

    private Running agent(Object... answer) {
        return agent(runtime, answer);
    }

    /** A bundle whose calls of these names are the agent's to decide. */
    private static Bundle notifying(RuntimeUnderTest runtime, String names) {
        return runtime.bundle().args("syscall", Integer.toString(GETPID)).setJson("/linux/seccomp", """
                {"defaultAction": "SCMP_ACT_ALLOW", "listenerPath": "%s", "listenerMetadata": "for the agent",
                 "syscalls": [{"names": [%s], "action": "SCMP_ACT_NOTIFY"}]}""".formatted(socket(runtime), names));
    }

    private Bundle notifying() {
        return notifying(runtime, "\"getpid\"");
    }

    /** What the agent was told, when it has been told. */
    private static JsonNode state(Running agent) {
        return Json.parse(agent.awaitOutput("}\n").stdout().lines().toList().get(1));
    }

    @ParameterizedTest
    @CsvSource({"true, 42, returned 42", "false, 42, returned 42", "true, -95, errno 95", "true, continue, returned 1"})
    void theAgentDecides(boolean noNewPrivileges, String answer, String outcome) {
        Running agent = agent(answer);
        Bundle bundle = notifying().set("/process/noNewPrivileges", noNewPrivileges);
        assertEquals(outcome, runtime.run(bundle).succeeds().stdout().strip());
        assertTrue(agent.stdout().endsWith(CALL), agent::stdout);
    }

    @Test
    void theAgentIsToldOfTheContainer() {
        Running agent = agent(1);
        Container container = runtime.container(notifying().annotation("who", "me"));
        container.create().succeeds();
        JsonNode told = state(agent);
        assertEquals("[\"seccompFd\"]", told.path("fds").toString());
        assertEquals(container.pid(), told.path("pid").asInt());
        assertEquals("for the agent", told.path("metadata").asText());
        if (runtime.peer() == Peer.CARAFE) {
            // runc 1.1.5 tells its own version
            assertEquals(container.bundle().get("/ociVersion"), told.path("ociVersion"));
        }
        JsonNode state = told.path("state");
        assertEquals(container.id(), state.path("id").asText());
        assertEquals("creating", state.path("status").asText());
        assertEquals(container.bundle().directory().toString(), state.path("bundle").asText());
        assertEquals("me", state.path("annotations").path("who").asText());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theAgentIsToldOfEveryProcessThatExecAdds(boolean noNewPrivileges) throws IOException {
        agent(1);
        Container container = runtime.container(notifying().args("sleep", "1000")
                .set("/process/noNewPrivileges", noNewPrivileges)).createAndStart();
        Files.delete(socket(runtime));
        Running second = agent(43);
        assertEquals("returned 43", container.exec("syscall", GETPID).succeeds().stdout().strip());
        JsonNode told = state(second);
        assertNotEquals(container.pid(), told.path("pid").asInt());
        assertEquals(container.id(), told.path("state").path("id").asText());
        assertEquals("running", told.path("state").path("status").asText());
    }

    /** The runtime's own calls in the container must not wait for an agent that has not got the listener yet. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsTheSetUpNeedsMayBeTheAgents(boolean noNewPrivileges) {
        agent("continue");
        Bundle bundle = notifying(runtime, "\"execve\", \"openat\", \"open\", \"read\", \"close\", \"fcntl\"")
                .set("/process/noNewPrivileges", noNewPrivileges);
        assertEquals("returned 1", runtime.run(bundle).succeeds().stdout().strip());
    }

    @Test
    void withoutTheAgentItsCallsAreEnosys() {
        Running agent = agent("continue");
        Container container = runtime.container(notifying());
        container.create().succeeds();
        agent.signal("KILL").waitFor();
        container.start().succeeds();
        container.awaitOutput("errno 38");
    }

    @Test
    void aDeadSocketIsNamed() {
        Container container = runtime.container(notifying());
        container.create().fails(1, "failed to connect with seccomp agent", socket(runtime).toString());
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aListenerNeedsAPath() {
        runtime.container(notifying().remove("/linux/seccomp/listenerPath")).create().fails(1, "listenerPath");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aPathWithoutAListenerIsIgnored() {
        assertEquals("errno 1", runtime.run(notifying().set("/linux/seccomp/syscalls/0/action", "SCMP_ACT_ERRNO"))
                .succeeds().stdout().strip());
    }

    @Test
    void writeCannotBeTheAgents() {
        runtime.container(notifying(runtime, "\"write\"")).create()
                .fails(1, "SCMP_ACT_NOTIFY cannot be used for the write syscall");
        assertEquals(List.of(), runtime.leftovers());
    }

    /** A signal ends the wait for the agent, and the call starts anew; with the flag it waits for the answer first. */
    @ParameterizedTest
    @CsvSource({"[], 2", "[\"SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV\"], 1"})
    void waitKillableRecvKeepsSignalsFromInterruptingTheAgent(String flags, int calls) {
        Requires.kernel(5, 19);
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 does not know the flag");
        Running agent = agent(42, 1000);
        Container container = runtime.container(notifying().setJson("/linux/seccomp/flags", flags)).createAndStart();
        agent.awaitOutput(CALL);
        Command.of("/bin/kill", "-STOP", container.pid()).run().succeeds();
        Command.of("/bin/kill", "-CONT", container.pid()).run().succeeds();
        container.awaitOutput("returned 42");
        assertEquals(calls, agent.stdout().split(CALL, -1).length - 1, agent::stdout);
    }

    /** There the runtime may not take descriptors out of the container's process, so that has to send the listener. */
    @Nested
    class Rootless {
        @RegisterExtension
        final RuntimeUnderTest users = RuntimeUnderTest.calledBy(Unprivileged.user());

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void theAgentDecides(boolean noNewPrivileges) {
            agent(users, 42);
            Bundle bundle = notifying(users, "\"getpid\"").set("/process/noNewPrivileges", noNewPrivileges);
            assertEquals("returned 42", users.run(bundle).succeeds().stdout().strip());
        }

        @Test
        void theAgentMayDecideAboutTheCallsThatWouldSendItTheListener() {
            agent(users, 42);
            Bundle bundle = notifying(users, "\"getpid\", \"sendmsg\", \"sendto\"");
            bundle.set("/process/noNewPrivileges", true);
            assertEquals("returned 42", users.run(bundle).succeeds().stdout().strip());
        }
    }
}
