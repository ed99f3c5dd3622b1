package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.Eventually;
import carafe.fixtures.Peer;
import carafe.fixtures.Proc;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** New, shared and joined namespaces: {@code /linux/namespaces}. */
class NamespacesIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    /** The config's name of a type and the kernel's. */
    @ParameterizedTest
    @CsvSource({"pid,pid", "network,net", "ipc,ipc", "uts,uts", "mount,mnt", "cgroup,cgroup", "time,time"})
    void aNamespaceInTheConfigIsNew(String type, String file) {
        if (type.equals("time")) {
            runtime.peer().skipIf(Peer.RUNC, "1.1.5 has no time namespaces");
        }
        JsonNode report = runtime.inspect(runtime.bundle().namespace(type));
        assertNotEquals(Proc.link("self/ns/" + file), report.path("namespaces").path(file).asText());
    }

    @ParameterizedTest
    @CsvSource({"pid,pid", "network,net", "ipc,ipc", "uts,uts", "cgroup,cgroup", "time,time", "user,user"})
    void aNamespaceNotInTheConfigIsTheCallers(String type, String file) {
        Bundle bundle = runtime.bundle().withoutNamespace(type).withoutMount("/dev/mqueue").remove("/hostname");
        JsonNode report = runtime.inspect(bundle);
        assertEquals(Proc.link("self/ns/" + file), report.path("namespaces").path(file).asText());
    }

    @ParameterizedTest
    @CsvSource({"pid,pid", "network,net", "ipc,ipc", "uts,uts", "cgroup,cgroup", "time,time"})
    void aNamespaceGivenByPathIsJoined(String type, String file) {
        if (type.equals("time")) {
            runtime.peer().skipIf(Peer.RUNC, "1.1.5 has no time namespaces");
        }
        Container owner = runtime.container(runtime.bundle().namespace(type).args("sleep", "1000")).createAndStart();

        Bundle joining = runtime.bundle().namespace(type, "/proc/" + owner.pid() + "/ns/" + file).remove("/hostname");
        JsonNode report = runtime.inspect(joining);
        assertEquals(Proc.namespace(owner.pid(), file), report.path("namespaces").path(file).asText());
    }

    @Test
    void rootOfAUserNamespaceWithAllIdsIsNotTakenForTheHosts() {
        // as systemd's PrivateUsers=identity makes it; its root may make no devices and raise no limits
        Bundle bundle = runtime.bundle().setJson("/process/rlimits", "[]").script("echo x > /dev/null && echo ran");
        Container container = runtime.container(bundle);
        Path fifo = runtime.directory().resolve("go");
        assertEquals("ran\n", container.command("run").under("/bin/sh", "-c", """
                mkfifo %1$s
                unshare --user --mount /bin/sh -c 'read go < %1$s; exec "$@"' sh "$@" & pid=$!
                until [ "$(readlink /proc/$pid/ns/user)" != "$(readlink /proc/self/ns/user)" ]; do sleep 0.01; done
                for map in uid_map gid_map; do echo 0 0 4294967295 > /proc/$pid/$map; done
                echo go > %1$s
                wait $pid""".formatted(fifo), "sh").run().succeeds().stdout());
    }

    @Test
    void aPodSharesItsNamespaces() {
        Bundle pod = runtime.bundle().set("/hostname", "pod").args("sleep", "1000");
        Container infra = runtime.container(pod).createAndStart();

        String namespaces = "/proc/" + infra.pid() + "/ns/";
        Bundle member = runtime.bundle().remove("/hostname")
                .namespace("network", namespaces + "net").namespace("ipc", namespaces + "ipc")
                .namespace("uts", namespaces + "uts").namespace("pid", namespaces + "pid");
        JsonNode report = runtime.inspect(member);

        assertEquals("pod", report.path("hostname").asText());
        assertNotEquals(1, report.path("pid").asInt());
        assertNotEquals(Proc.namespace(infra.pid(), "mnt"), report.path("namespaces").path("mnt").asText());
    }

    @Test
    void theFirstProcessIsPidOneOfItsNamespace() {
        assertEquals(1, runtime.inspect(runtime.bundle()).path("pid").asInt());
        assertEquals("1\n", runtime.run(runtime.bundle().script("ls /proc | grep -c '^[0-9]*$' >/dev/null; echo $$"))
                .succeeds().stdout());
    }

    @Test
    void withoutAMountNamespaceTheMountsAreTheHostsUntilDelete() {
        runtime.peer().skipIf(Peer.RUNC, "leaves the mounts behind");
        runtime.peer().skipIf(Peer.CRUN, "leaves the mounts behind");
        Bundle bundle = runtime.bundle().withoutNamespace("mount").setJson("/linux/maskedPaths", "[]")
                .setJson("/linux/readonlyPaths", "[]").args("sleep", "1000");
        Container container = runtime.container(bundle).createAndStart();
        assertEquals(Proc.link("self/ns/mnt"), Proc.namespace(container.pid(), "mnt"));
        String proc = bundle.rootfs("proc") + " ";
        assertTrue(Proc.lines("self/mountinfo").stream().anyMatch(line -> line.contains(proc)), proc);
        container.exec("test", "-c", "/dev/null").succeeds();
        container.delete("--force").succeeds();
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void withoutAMountNamespaceNoDeviceNodesAreNeeded() throws IOException {
        runtime.peer().onlyCarafe("would make nodes that stay, outside of a mount namespace");
        Bundle bundle = runtime.bundle().withoutNamespace("mount").setJson("/mounts", "[]")
                .setJson("/linux/maskedPaths", "[]").setJson("/linux/readonlyPaths", "[]").args("echo", "ran");
        try (var nodes = Files.list(Files.createDirectories(bundle.rootfs("/dev")))) {
            assertEquals(List.of(), nodes.toList());
        }
        assertEquals("ran\n", runtime.run(bundle).succeeds().stdout());
        try (var nodes = Files.list(bundle.rootfs("/dev"))) {
            assertEquals(List.of(), nodes.toList(), "nothing is made in the root file system");
        }
        assertEquals(List.of(), runtime.leftovers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "run"})
    void theProcOfAnotherPidNamespaceIsRefusedBeforeAnythingIsMade(String verb) {
        runtime.peer().onlyCarafe("others fail later");
        runtime.container(runtime.bundle()).command(verb).under("/usr/bin/unshare", "--pid", "--fork").run()
                .fails(1, "/proc: found this process under number ", " in /proc/self, expected ");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void allProcessesEndWithTheFirst() {
        Container container = runtime.container(runtime.bundle().script("sleep 1000 & exec sleep 1000"));
        container.createAndStart();
        int other = Eventually.value("a second process", () -> Proc.childOf(container.pid()));
        container.kill("KILL").succeeds();
        container.exitStatus();
        assertEquals(false, Proc.isAlive(other));
    }

    @Test
    void hostnameAndDomainnameAreTheConfigs() {
        assertEquals("carafe", runtime.inspect(runtime.bundle()).path("hostname").asText());

        runtime.peer().skipIf(Peer.RUNC, "1.1.5 does not know domainname");
        assertEquals("example.org", runtime.inspect(runtime.bundle().set("/domainname", "example.org"))
                .path("domainname").asText());
    }

    @Test
    void theLoopbackInterfaceOfANewNetworkIsUp() {
        assertEquals("up", runtime.inspect(runtime.bundle()).path("interfaces").path("lo").asText());
    }

    @Test
    void timeOffsetsShiftTheContainersClocks() {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 has no time namespaces");
        runtime.peer().skipIf(Peer.CRUN, "1.8.1 has no time offsets");
        JsonNode shifted = runtime.inspect(runtime.bundle().namespace("time").setJson("/linux/timeOffsets",
                "{\"boottime\": {\"secs\": 1000000, \"nanosecs\": 0}, \"monotonic\": {\"secs\": 2000000}}"));
        JsonNode host = runtime.inspect(runtime.bundle());

        assertEquals(1_000_000, shifted.path("boottimeSeconds").asLong() - host.path("boottimeSeconds").asLong(), 30);
        assertEquals(2_000_000,
                shifted.path("monotonicSeconds").asLong() - host.path("monotonicSeconds").asLong(), 30);
    }

    @Test
    void aPathOfAnotherNamespaceTypeIsRefused() {
        Container container = runtime.container(runtime.bundle().namespace("network", "/proc/self/ns/uts"));
        container.create().exits(1);
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aPathThatDoesNotExistIsRefused() {
        Container container = runtime.container(runtime.bundle().namespace("network", "/run/no-such-netns"));
        container.create().fails(1, "/run/no-such-netns");
        assertEquals(List.of(), runtime.leftovers());
    }
}
