package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Json;
import carafe.fixtures.Peer;
import carafe.fixtures.Proc;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /hooks}: when each kind runs, in which namespaces, what it is told and what its failure means. */
class HooksIT {
    private static final String POSTSTART_AT_CREATE = "1.1.5 runs poststart at the end of create";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    /** What the hooks write; seen by the container as /log. */
    private Path log;

    @BeforeEach
    void makeLog() throws IOException {
        log = Files.createDirectory(runtime.directory().resolve("log"));
    }

    private String logged(String name) throws IOException {
        return Files.readString(log.resolve(name));
    }

    private Bundle hook(Bundle bundle, String kind, String script) {
        return bundle.hook(kind, "/bin/sh", "-c", script);
    }

    private Bundle bundle() {
        return runtime.bundle().bind(log, "/log").script("echo program >> /log/order");
    }

    private Bundle failing(String kind) {
        return hook(hook(bundle(), kind, "exit 3"), "poststop", "echo poststop >> " + log + "/order");
    }

    @Test
    void theKindsRunInTheirOrder() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, POSTSTART_AT_CREATE);
        Bundle bundle = bundle();
        for (String kind : List.of("prestart", "createRuntime", "createContainer", "poststart", "poststop")) {
            hook(bundle, kind, "echo " + kind + " >> " + log + "/order");
        }
        hook(bundle, "startContainer", "echo startContainer >> /log/order");
        bundle.script("echo program >> /log/order; sleep 1000");

        Container container = runtime.container(bundle);
        container.create().succeeds();
        assertEquals("prestart\ncreateRuntime\ncreateContainer\n", logged("order"));
        container.start().succeeds();
        Eventually.holds("program and poststart", () -> linesOf("order") == 6);
        List<String> started = logged("order").lines().skip(3).toList();
        assertEquals("startContainer", started.getFirst());
        assertTrue(started.containsAll(List.of("program", "poststart")));
        container.delete("--force").succeeds();
        assertTrue(logged("order").endsWith("poststop\n"));
    }

    private long linesOf(String name) {
        try {
            return logged(name).lines().count();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void hooksOfOneKindRunInTheConfigsOrder() throws IOException {
        Bundle bundle = bundle();
        for (int i = 1; i <= 4; i++) {
            hook(bundle, "createRuntime", "echo " + i + " >> " + log + "/order");
        }
        runtime.run(bundle).succeeds();
        assertEquals("1\n2\n3\n4\nprogram\n", logged("order"));
    }

    @Test
    void theStateIsOnStandardInput() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, POSTSTART_AT_CREATE);
        Bundle bundle = bundle().annotation("org.example.key", "value").args("sleep", "1000");
        for (String kind : List.of("createRuntime", "createContainer", "poststart", "poststop")) {
            hook(bundle, kind, "cat > " + log + "/" + kind);
        }
        hook(bundle, "startContainer", "cat > /log/startContainer");
        Container container = runtime.container(bundle).createAndStart();

        for (String kind : List.of("createRuntime", "createContainer", "startContainer", "poststart")) {
            JsonNode state = Json.parse(logged(kind));
            assertEquals(container.id(), state.path("id").asText(), kind);
            assertEquals(bundle.directory().toString(), state.path("bundle").asText(), kind);
            assertEquals("value", state.path("annotations").path("org.example.key").asText(), kind);
            assertTrue(state.hasNonNull("ociVersion"), kind);
        }
        assertEquals(container.pid(), Json.parse(logged("createRuntime")).path("pid").asInt());
        assertEquals("running", Json.parse(logged("poststart")).path("status").asText());
        container.delete("--force").succeeds();
        assertEquals("stopped", Json.parse(logged("poststop")).path("status").asText());
    }

    @ParameterizedTest
    @CsvSource({"createRuntime,creating", "createContainer,creating", "startContainer,created"})
    void theStatusIsThatOfTheMoment(String kind, String status) throws IOException {
        Bundle bundle = bundle();
        hook(bundle, kind, "cat > " + (kind.equals("startContainer") ? Path.of("/log") : log) + "/state");
        runtime.run(bundle).succeeds();
        assertEquals(status, Json.parse(logged("state")).path("status").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"prestart", "createRuntime", "poststart", "poststop"})
    void runtimeHooksRunInTheCallersNamespaces(String kind) throws IOException {
        runtime.run(hook(bundle(), kind, "readlink /proc/self/ns/mnt > " + log + "/mnt")).succeeds();
        assertEquals(Proc.link("self/ns/mnt"), logged("mnt").strip());
    }

    @Test
    void createContainerRunsInTheContainersNamespacesBeforePivotRoot() throws IOException {
        Bundle bundle = hook(bundle(), "createContainer",
                "readlink /proc/self/ns/mnt > " + log + "/mnt; hostname > " + log + "/host");
        runtime.run(bundle.script("readlink /proc/self/ns/mnt > /log/container")).succeeds();
        assertEquals(logged("container"), logged("mnt"));
        assertNotEquals(Proc.link("self/ns/mnt"), logged("mnt").strip());
    }

    @Test
    void startContainerRunsInTheContainer() throws IOException {
        runtime.run(hook(bundle(), "startContainer", "readlink /proc/self/ns/mnt > /log/mnt; ls / > /log/root"))
                .succeeds();
        assertTrue(logged("root").contains("log\n"));
        assertNotEquals(Proc.link("self/ns/mnt"), logged("mnt").strip());
    }

    @Test
    void aStartContainerHookThatIsNotInTheContainerIsNamedWithItsPlace() {
        runtime.peer().onlyCarafe("others name no place");
        runtime.run(bundle().setJson("/hooks", "{\"startContainer\": [{\"path\": \"/no/hook\"}]}"))
                .fails(1, "error running startContainer hook #0: exec /no/hook: no such file or directory",
                        "pointer=/hooks/startContainer/0");
    }

    @Test
    void createContainerStartsInTheRootFileSystemAndStartContainerInTheProcesssDirectory() throws IOException {
        Bundle bundle = hook(bundle().set("/process/cwd", "/tmp"), "createContainer", "pwd > " + log + "/before");
        runtime.run(hook(bundle, "startContainer", "pwd > /log/after")).succeeds();
        assertEquals(bundle.directory().resolve("rootfs").toString(), logged("before").strip());
        assertEquals("/tmp", logged("after").strip());
    }

    private Bundle filtered(String syscall) {
        return bundle().setJson("/linux/seccomp", """
                {"defaultAction": "SCMP_ACT_ALLOW",
                 "syscalls": [{"names": ["%s"], "action": "SCMP_ACT_KILL_PROCESS"}]}""".formatted(syscall));
    }

    @Test
    void startContainerHasNoMoreRightsThanTheProcess() throws IOException {
        Bundle bundle = filtered("vhangup").capabilities("CAP_KILL").user(1000, 1001);
        log.toFile().setWritable(true, false);
        String rights = "grep -E '^(Uid|Gid|Cap|NoNewPrivs|Seccomp:)' /proc/self/status > /log/";
        runtime.run(hook(bundle, "startContainer", rights + "hook").script(rights + "process")).succeeds();
        assertEquals(logged("process"), logged("hook"));
    }

    @Test
    void startContainerIsEndedByTheContainersFilter() {
        runtime.peer().skipIf(Peer.RUNC, "start returns before the hook has run");
        Container container = runtime.container(hook(filtered("mkdir"), "startContainer", "exec mkdir /log/made"));
        container.create().succeeds();
        container.start().fails(1, "startContainer hook", "bad system call");
        assertFalse(Files.exists(log.resolve("made")));
    }

    @Test
    void theEnvironmentIsTheHooksOwn() throws IOException {
        Bundle bundle = bundle().hook("createRuntime", "/usr/bin/env")
                .setJson("/hooks/createRuntime", """
                        [{"path": "/bin/sh", "args": ["sh", "-c", "/usr/bin/env > %s/env"],
                          "env": ["ONE=1", "TWO=2"]}]""".formatted(log));
        runtime.run(bundle).succeeds();
        List<String> environment = logged("env").lines().filter(line -> !line.matches("(PWD|SHLVL|_)=.*")).toList();
        assertEquals(List.of("ONE=1", "TWO=2"), environment.stream().sorted().toList());
    }

    @Test
    void theFirstArgumentIsTheHooksName() throws IOException {
        Bundle bundle = bundle().setJson("/hooks/createRuntime", """
                [{"path": "/bin/sh", "args": ["a name", "-c", "tr '\\\\0' '\\\\n' < /proc/$$/cmdline > %s/args"]}]"""
                .formatted(log));
        runtime.run(bundle).succeeds();
        assertEquals("a name", logged("args").lines().findFirst().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"prestart", "createRuntime", "createContainer"})
    void aFailureBeforeCreateEndsFailsItAndLeavesNothing(String kind) throws IOException {
        Container container = runtime.container(failing(kind));
        container.create().fails(1, "hook", "exit status 3");
        assertEquals(List.of(), runtime.leftovers());
        assertEquals("poststop\n", logged("order"));
    }

    @Test
    void aFailureOfStartContainerFailsStart() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "start returns before the hook has run");
        Container container = runtime.container(failing("startContainer"));
        container.create().succeeds();
        container.start().exits(1);
        assertFalse(Files.exists(log.resolve("order")));
        container.await("stopped").delete().succeeds();
    }

    @Test
    void theProgramDoesNotRunAfterAFailureOfStartContainer() throws IOException {
        Container container = runtime.container(failing("startContainer"));
        container.create().succeeds();
        container.start();
        container.await("stopped").delete().succeeds();
        assertEquals("poststop\n", logged("order"));
    }

    @Test
    void aFailureOfPoststartKillsAndDeletesTheContainer() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, POSTSTART_AT_CREATE);
        runtime.peer().skipIf(Peer.CRUN, "1.8 keeps it, 1.28 does not");
        Container container = runtime.container(failing("poststart").args("sleep", "1000"));
        container.create().succeeds();
        container.start().fails(1, "error running poststart hook #0: /bin/sh: exit status 3");
        runtime.command("state", container.id()).run().fails(1, "container does not exist");
        assertEquals(137, container.exitStatus());
        assertEquals(List.of(), runtime.leftovers());
        assertEquals("poststop\n", logged("order"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--detach"})
    void aFailureOfPoststartFailsRunAndLeavesNothing(String flag) {
        runtime.peer().skipIf(Peer.CRUN, "1.8 keeps it, 1.28 does not");
        Container container = runtime.container(hook(runtime.bundle().args("sleep", "1000"), "poststart", "exit 3"));
        container.run(flag.isEmpty() ? new Object[0] : new Object[] {flag}).fails(1, "exit status 3");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aPoststartHookMayChangeItsContainer() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, POSTSTART_AT_CREATE);
        Container container = runtime.container(runtime.bundle().args("sleep", "1000"));
        String call = runtime.binary() + " --root " + runtime.stateRoot();
        hook(container.bundle(), "poststart", "%s pause %s && %s state %s > %s/state && %s resume %s".formatted(
                call, container.id(), call, container.id(), log, call, container.id()));
        container.createAndStart();
        assertEquals("paused", Json.parse(logged("state")).path("status").asText());
        assertEquals("running", container.status());
    }

    @Test
    void whoDeletesTheContainerDuringPoststartGetsAnAnswerAndTheHookGoesOn() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, POSTSTART_AT_CREATE);
        Container container = runtime.container(hook(runtime.bundle().args("sleep", "1000"), "poststart",
                "touch %1$s/held; while [ ! -e %1$s/leave ]; do sleep 0.01; done; touch %1$s/end".formatted(log)));
        container.create().succeeds();
        try (Running start = runtime.command("start", container.id()).start()) {
            Eventually.holds("the hook runs", () -> Files.exists(log.resolve("held")));
            container.delete("--force").succeeds();
            Files.createFile(log.resolve("leave"));
            start.waitFor().succeeds();
        }
        assertTrue(Files.exists(log.resolve("end")));
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void hooksOfTheRuntimeStartInTheBundle() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 runs poststop in the caller's directory");
        Bundle bundle = runtime.bundle().args("sleep", "1000");
        List<String> kinds = List.of("prestart", "createRuntime", "poststart", "poststop");
        for (String kind : kinds) {
            hook(bundle, kind, "pwd > " + log + "/" + kind);
        }
        runtime.container(bundle).createAndStart().delete("--force").succeeds();
        for (String kind : kinds) {
            assertEquals(bundle.directory().toString(), logged(kind).strip(), kind);
        }
    }

    @Test
    void aPoststopHookRunsWithoutTheBundle() throws IOException {
        runtime.peer().skipIf(Peer.CRUN, "chdir fails");
        Bundle bundle = hook(runtime.bundle().args("sleep", "1000"), "poststop", "pwd > " + log + "/poststop");
        Container container = runtime.container(bundle).createAndStart();
        Files.move(bundle.directory(), runtime.directory().resolve("moved"));
        container.delete("--force").succeeds();
        assertEquals("/", logged("poststop").strip());
    }

    @Test
    void nothingThatTheCallerLeftOpenReachesAHook() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 lets it reach poststop hooks");
        Bundle bundle = runtime.bundle().bind(log, "/log").args("sleep", "1000");
        List<String> kinds = List.of("prestart", "createRuntime", "createContainer", "startContainer", "poststart",
                "poststop");
        for (String kind : kinds) {
            hook(bundle, kind, "if [ -e /proc/$$/fd/7 ]; then echo open; else echo closed; fi > "
                    + (kind.equals("startContainer") ? "/log" : log) + "/" + kind);
        }
        Container container = runtime.container(bundle);
        String leaving = "exec 7</etc/hostname";
        container.command("create").after(leaving).run().succeeds();
        runtime.command("start", container.id()).after(leaving).run().succeeds();
        runtime.command("delete", "--force", container.id()).after(leaving).run().succeeds();
        for (String kind : kinds) {
            assertEquals("closed", logged(kind).strip(), kind);
        }
    }

    @Test
    void aFailureOfPoststopIsOnlyAWarning() {
        Bundle bundle = hook(runtime.bundle().args("sleep", "1000"), "poststop", "exit 3");
        Container container = runtime.container(bundle).createAndStart();
        container.delete("--force").succeeds();
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aHookThatTakesTooLongIsKilled() {
        Bundle bundle = hook(bundle(), "createRuntime", "exec sleep 30").set("/hooks/createRuntime/0/timeout", 1);
        long began = System.nanoTime();
        runtime.container(bundle).create().exits(1);
        assertTrue(System.nanoTime() - began < 10_000_000_000L);
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aHookThatDoesNotExistIsNamed() {
        Bundle bundle = bundle().hook("createRuntime", "/no/such/hook");
        runtime.container(bundle).create().fails(1, "/no/such/hook");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aHookSeesTheNetworkNamespaceOfTheStatesPid() throws IOException {
        // How netns hooks such as CNI's oci-netns plug in
        Bundle bundle = hook(bundle(), "createRuntime", """
                pid=$(sed 's/.*"pid": *\\([0-9]*\\).*/\\1/')
                readlink /proc/$pid/ns/net > %s/net""".formatted(log));
        runtime.run(bundle.script("readlink /proc/self/ns/net > /log/container")).succeeds();
        assertEquals(logged("container"), logged("net"));
    }
}
