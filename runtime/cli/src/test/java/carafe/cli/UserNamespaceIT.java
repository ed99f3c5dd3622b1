package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
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

/** Containers in a user namespace made by root; {@link RootlessIT} has those made by plain users. */
class UserNamespaceIT {
    private static final int HOST_ROOT = 4_800_000;

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Bundle mapped() {
        return runtime.bundle().namespace("user").uidMapping(0, HOST_ROOT, 65536).gidMapping(0, HOST_ROOT, 65536);
    }

    @Test
    void mapsAreTheConfigs() {
        Bundle bundle = runtime.bundle().namespace("user")
                .uidMapping(0, HOST_ROOT, 1000).uidMapping(1000, 4_900_000, 500).gidMapping(0, HOST_ROOT, 65536);
        JsonNode report = runtime.inspect(bundle);

        assertEquals("0 4800000 1000 1000 4900000 500", report.path("uidMap").asText().strip().replaceAll("\\s+", " "));
        assertEquals("0 4800000 65536", report.path("gidMap").asText().strip().replaceAll("\\s+", " "));
        assertEquals("[0,0,0,0]", report.path("uids").toString());
        assertEquals("allow", report.path("setgroups").asText());
        assertNotEquals(Proc.link("self/ns/user"), report.path("namespaces").path("user").asText());
    }

    @Test
    void theHostSeesTheMappedIds() {
        Container container = runtime.container(mapped().user(7, 8)
                .setJson("/process/user/additionalGids", "[9]").args("sleep", "1000")).createAndStart();

        assertTrue(Proc.status(container.pid(), "Uid").startsWith("4800007\t4800007"));
        assertTrue(Proc.status(container.pid(), "Gid").startsWith("4800008\t4800008"));
        assertTrue(List.of(Proc.status(container.pid(), "Groups").split(" ")).contains("4800009"));
    }

    @Test
    void filesMadeInABindBelongToTheMappedUser() throws IOException {
        Path shared = Files.createDirectory(runtime.directory().resolve("shared"));
        Files.setAttribute(shared, "unix:uid", HOST_ROOT);
        runtime.run(mapped().bind(shared, "/tmp").script("touch /tmp/made")).succeeds();
        assertEquals(HOST_ROOT, Files.getAttribute(shared.resolve("made"), "unix:uid"));
    }

    @Test
    void otherNamespacesBelongToTheUserNamespace() {
        // Only the owner of the UTS and network namespaces may change them.
        Bundle bundle = mapped().capabilities("CAP_SYS_ADMIN", "CAP_NET_ADMIN")
                .script("hostname changed && ip link set lo down && hostname");
        assertEquals("changed\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void defaultDevicesWork() {
        Bundle bundle = mapped().script("echo x > /dev/null && head -c 3 /dev/zero | od -An -tx1");
        assertEquals(" 00 00 00\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void aProcessCanBeAdded() {
        Container container = runtime.container(mapped().args("sleep", "1000")).createAndStart();
        assertEquals("0\n", container.exec("id", "-u").succeeds().stdout());
    }

    @Test
    void aUserThatIsNotMappedIsRefused() {
        runtime.container(mapped().user(70000, 0)).create().exits(1);
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aUserNamespaceByPathIsJoined() {
        Container owner = runtime.container(mapped().args("sleep", "1000")).createAndStart();
        Bundle joining = runtime.bundle().namespace("user", "/proc/" + owner.pid() + "/ns/user");
        joining.uidMapping(0, HOST_ROOT, 65536).gidMapping(0, HOST_ROOT, 65536);
        JsonNode report = runtime.inspect(joining);

        assertEquals(Proc.namespace(owner.pid(), "user"), report.path("namespaces").path("user").asText());
        assertEquals("[0,0,0,0]", report.path("uids").toString());
    }

    @Test
    void aPodSharesItsUserAndNetworkNamespaces() {
        Container owner = runtime.container(mapped().args("sleep", "1000")).createAndStart();
        String namespaces = "/proc/" + owner.pid() + "/ns/";
        Bundle joining = runtime.bundle().namespace("user", namespaces + "user").remove("/hostname")
                .namespace("network", namespaces + "net").namespace("ipc", namespaces + "ipc")
                .namespace("uts", namespaces + "uts")
                .uidMapping(0, HOST_ROOT, 65536).gidMapping(0, HOST_ROOT, 65536);
        JsonNode report = runtime.inspect(joining);

        assertEquals(Proc.namespace(owner.pid(), "user"), report.path("namespaces").path("user").asText());
        assertEquals(Proc.namespace(owner.pid(), "net"), report.path("namespaces").path("net").asText());
        assertEquals("carafe", report.path("hostname").asText());
    }

    @Test
    void sysfsFallsBackToABindWhenTheNetworkIsNotItsOwn() {
        runtime.peer().skipIf(Peer.RUNC, "fails with EPERM, the complaint of its issue 3672");
        Bundle bundle = mapped().withoutNamespace("network").script("ls /sys/class/net && ! touch /sys/made");
        runtime.run(bundle).succeeds();
    }

    @Test
    void aFullCapabilitySetIsPossible() {
        JsonNode report = runtime.inspect(mapped().capabilities("CAP_SYS_ADMIN", "CAP_SYS_PTRACE", "CAP_SETUID"));
        assertEquals("0000000000280080", report.path("capabilities").path("effective").asText());
    }
}
