package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.CPrograms;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Json;
import carafe.fixtures.Running;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The annotations of crun(1): each has its effect, or is refused by name. */
class CrunAnnotationsIT {
    private static final int HOST_ROOT = 4_800_000;

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    // ---- run.oci.keep_original_groups ----

    private static Command inGroups(Command command) {
        return command.under("/usr/bin/setpriv", "--groups", "4242,4243");
    }

    @Test
    void theCallersGroupsAreKept() {
        Bundle bundle = runtime.bundle().args("inspect").setJson("/process/user/additionalGids", "[7]");
        assertEquals(List.of("7"), Json.strings(inGroups(runtime.container(bundle).command("run")).run().succeeds()
                .json().path("groups")));
        bundle.annotation("run.oci.keep_original_groups", "1");
        assertEquals(List.of("4242", "4243"), Json.strings(inGroups(runtime.container(bundle).command("run")).run()
                .succeeds().json().path("groups")));
        bundle.annotation("run.oci.keep_original_groups", "0");
        assertEquals(List.of("7"), Json.strings(inGroups(runtime.container(bundle).command("run")).run().succeeds()
                .json().path("groups")));
    }

    @Test
    void theCallersGroupsAreKeptInAUserNamespaceAndByExec() throws IOException {
        Path file = Files.writeString(runtime.directory().resolve("groups-only"), "read\n");
        Files.setAttribute(file, "unix:gid", 4242);
        Files.setAttribute(file, "unix:mode", 0640);
        Bundle bundle = runtime.bundle().namespace("user").uidMapping(0, HOST_ROOT, 65536)
                .gidMapping(0, HOST_ROOT, 65536).bind(file, "/etc/group").script("cat /etc/group; sleep 1000")
                .annotation("run.oci.keep_original_groups", "1");
        Container container = runtime.container(bundle);
        inGroups(container.command("run", "--detach").after("exec >" + runtime.directory() + "/out 2>&1")).run()
                .succeeds();
        assertEquals("read\n", inGroups(runtime.command("exec", container.id(), "cat", "/etc/group")).run()
                .succeeds().stdout());
        assertEquals("read\n", Files.readString(runtime.directory().resolve("out")));
        runtime.command("exec", container.id(), "cat", "/etc/group").run().exits(1);
    }

    // ---- run.oci.hooks.stdout, run.oci.hooks.stderr ----

    @Test
    void theOutputOfHooksIsAppendedToFiles() throws IOException {
        Path out = Files.writeString(runtime.directory().resolve("out"), "before\n");
        Path err = runtime.directory().resolve("err");
        Bundle bundle = runtime.bundle().args("true")
                .hook("createRuntime", "/bin/sh", "-c", "echo made; echo odd >&2")
                .hook("createContainer", "/bin/sh", "-c", "echo inside")
                .hook("poststop", "/bin/sh", "-c", "echo gone")
                .annotation("run.oci.hooks.stdout", out.toString()).annotation("run.oci.hooks.stderr", err.toString());
        runtime.run(bundle).succeeds();
        assertEquals("before\nmade\ninside\ngone\n", Files.readString(out));
        assertEquals("odd\n", Files.readString(err));
    }

    @Test
    void aFileForTheOutputOfHooksThatCannotBeOpenedIsNamed() {
        Bundle bundle = runtime.bundle().hook("createRuntime", "/bin/true")
                .annotation("run.oci.hooks.stdout", "/none/such");
        runtime.container(bundle).create().fails(1, "/none/such", "no such file or directory");
        assertEquals(List.of(), runtime.leftovers());
    }

    // ---- run.oci.pidfd_receiver ----

    @Test
    void aPidfdIsSentToTheReceiver() {
        Path socket = runtime.directory().resolve("pidfd");
        Running receiver = runtime.keep(Command.of(CPrograms.path("consolerecv"), socket).startInteractive())
                .awaitOutput("listening\n");
        runtime.container(runtime.bundle().annotation("run.oci.pidfd_receiver", socket.toString())).create().succeeds();
        receiver.awaitOutput("anon_inode:[pidfd]");
    }

    // ---- run.oci.seccomp ----

    private static final String NOTIFY = """
            {"defaultAction": "SCMP_ACT_ALLOW",
             "syscalls": [{"names": ["getpid"], "action": "SCMP_ACT_NOTIFY"}]}""";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64", disabledReason = "calls by number")
    void theListenerIsSentToTheReceiver(boolean annotated) {
        Path socket = runtime.directory().resolve("agent");
        runtime.keep(Command.of(CPrograms.path("seccompagent"), socket, "42").start()).awaitOutput("listening\n");
        Bundle bundle = runtime.bundle().args("syscall", "39").setJson("/linux/seccomp", NOTIFY);
        if (annotated) {
            bundle.annotation("run.oci.seccomp.receiver", socket.toString());
        }
        Command run = runtime.container(bundle).command("run");
        run = annotated ? run : run.withVariable("RUN_OCI_SECCOMP_RECEIVER", socket.toString());
        assertEquals("returned 42", run.run().succeeds().stdout().strip());
    }

    @Test
    void aProfileWithACallThatNobodyKnowsIsRefusedIfThatIsAskedFor() {
        Bundle bundle = runtime.bundle().args("true").setJson("/linux/seccomp", """
                {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["mkdir", "make_coffee"],
                 "action": "SCMP_ACT_ERRNO"}]}""");
        runtime.run(bundle.annotation("run.oci.seccomp_fail_unknown_syscall", "0")).succeeds();
        bundle.annotation("run.oci.seccomp_fail_unknown_syscall", "1");
        runtime.container(bundle).create().fails(1, "make_coffee");
        assertEquals(List.of(), runtime.leftovers());
    }

    /** A filter of x86_64 by which mkdir(2) fails with ENOSPC. */
    private static String program() {
        ByteBuffer code = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        for (int[] instruction : new int[][] {{0x20, 0, 0, 0}, {0x15, 0, 1, 83}, {6, 0, 0, 0x5001c}, {6, 0, 0, 0x7fff0000}}) {
            code.putShort((short) instruction[0]).put((byte) instruction[1]).put((byte) instruction[2])
                    .putInt(instruction[3]);
        }
        return Base64.getEncoder().encodeToString(code.array());
    }

    @Test
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64", disabledReason = "a program for x86_64")
    void aProgramTakesThePlaceOfTheProfile() {
        Bundle bundle = runtime.bundle().annotation("run.oci.seccomp_bpf_data", program())
                .setJson("/linux/seccomp", "{\"defaultAction\": \"SCMP_ACT_KILL_PROCESS\"}")
                .script("mkdir /tmp/made 2>&1; true");
        assertTrue(runtime.run(bundle).succeeds().stdout().contains("No space left on device"));
        Container container = runtime.container(bundle.args("sleep", "1000")).createAndStart();
        container.exec("mkdir", "/tmp/made").fails(1, "No space left on device");
    }

    // ---- refused ----

    @ParameterizedTest
    @CsvSource({"run.oci.handler, krun", "run.oci.handler, wasm", "run.oci.seccomp.plugins, /lib/plugin.so",
            "run.oci.systemd.force_cgroup_v1, /sys/fs/cgroup/systemd", "run.oci.timens_offset, 1 2 3",
            "run.oci.systemd.subgroup, payload", "run.oci.delegate-cgroup, payload",
            "run.oci.mount_context_type, whatever", "run.oci.seccomp.receiver, relative",
            "run.oci.seccomp_bpf_data, AAAA", "run.oci.seccomp_bpf_data, no base64"})
    void whatCannotHaveItsEffectIsRefusedByName(String key, String value) {
        Bundle bundle = runtime.bundle().annotation(key, value);
        runtime.container(bundle).create().fails(1, "/annotations/" + key + ": found \"" + value + "\"");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void whatEnginesSetToNothingIsTaken() {
        Bundle bundle = runtime.bundle().args("true").annotation("run.oci.systemd.subgroup", "")
                .annotation("run.oci.mount_context_type", "rootcontext");
        runtime.run(bundle).succeeds();
    }

    @Test
    void theContainerThatHoldsAPodNeedsNoHandler() {
        Bundle bundle = runtime.bundle().args("true").annotation("run.oci.handler", "krun")
                .annotation("io.kubernetes.cri.container-type", "sandbox");
        runtime.run(bundle).succeeds();
    }
}
