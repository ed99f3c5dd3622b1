package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Command;
import carafe.fixtures.Container;
import carafe.fixtures.Peer;
import carafe.fixtures.Requires;
import carafe.fixtures.RuntimeUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Default devices, {@code /linux/devices} and {@code /linux/resources/devices}. */
@Tag("guest")
class DevicesIT {
    private static final List<String> HOST_DEVICES = List.of(
            "/dev", "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty", "/dev/ptmx");

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @Test
    void theDefaultDevicesAreThereForEveryone() {
        Bundle bundle = runtime.bundle().script("""
                cd /dev
                stat -c '%n %F %t:%T %a %u:%g' null zero full random urandom tty""");
        assertEquals("""
                null character special file 1:3 666 0:0
                zero character special file 1:5 666 0:0
                full character special file 1:7 666 0:0
                random character special file 1:8 666 0:0
                urandom character special file 1:9 666 0:0
                tty character special file 5:0 666 0:0
                """, runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void theUsualLinksAreThere() {
        Bundle bundle = runtime.bundle().script("cd /dev; for l in fd stdin stdout stderr ptmx; do readlink $l; done");
        assertEquals("/proc/self/fd\n/proc/self/fd/0\n/proc/self/fd/1\n/proc/self/fd/2\npts/ptmx\n",
                runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void aCompleteDevOfAnImageThatCannotBeWrittenIsLeftAsItIs() throws IOException {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 wants to replace ptmx");
        Bundle bundle = runtime.bundle().withoutMount("/dev/shm").withoutMount("/dev/mqueue").withoutMount("/dev")
                .script("cd /dev; readlink ptmx; echo x > null; : <>ptmx && echo opened");
        Path dev = bundle.rootfs("/dev");
        Files.createDirectories(dev.resolve("pts"));
        for (String node : List.of("null", "zero", "full", "random", "urandom", "tty")) {
            Command.of("cp", "-a", "/dev/" + node, dev.resolve(node)).run().succeeds();
        }
        for (String link : List.of("fd", "stdin", "stdout", "stderr")) {
            Files.createSymbolicLink(dev.resolve(link), Path.of("/proc/self/fd"));
        }
        Files.createSymbolicLink(dev.resolve("ptmx"), Path.of("pts/ptmx"));
        Path root = bundle.rootfs("/");
        String readonly = "mount --bind " + root + " " + root + " && mount -o remount,bind,ro " + root;
        assertEquals("pts/ptmx\nopened\n", runtime.container(bundle).command("run").after(readonly)
                .under("/usr/bin/unshare", "--mount").run().succeeds().stdout());
        Files.delete(dev.resolve("ptmx"));
        runtime.container(bundle).command("run").after(readonly).under("/usr/bin/unshare", "--mount").run()
                .fails(1, "ptmx", "read-only file system");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void theDefaultDevicesWork() {
        Bundle bundle = runtime.bundle().user(1000, 1000).script("""
                echo x > /dev/null
                head -c 2 /dev/zero | wc -c
                head -c 3 /dev/random | wc -c
                head -c 4 /dev/urandom | wc -c
                echo x 2>/dev/null > /dev/full || echo full""");
        assertEquals("2\n3\n4\nfull\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void aPseudoTerminalCanBeOpened() {
        Bundle bundle = runtime.bundle().user(1000, 1000).script(": <>/dev/ptmx && echo opened");
        assertEquals("opened\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void devicesOfTheConfigAreMadeAsItSays() {
        Bundle bundle = runtime.bundle().setJson("/linux/devices", """
                [{"path": "/dev/deep/null", "type": "c", "major": 1, "minor": 3, "fileMode": 432, "uid": 7, "gid": 8},
                 {"path": "/dev/loop", "type": "b", "major": 7, "minor": 9, "fileMode": 384},
                 {"path": "/dev/fifo", "type": "p", "fileMode": 438}]""")
                .script("cd /dev; stat -c '%n %F %t:%T %a %u:%g' deep/null loop fifo");
        assertEquals("""
                deep/null character special file 1:3 660 7:8
                loop block special file 7:9 600 0:0
                fifo fifo 0:0 666 0:0
                """, runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void aDeviceOutsideDevIsMadeToo() {
        Bundle bundle = runtime.bundle().setJson("/linux/devices", """
                [{"path": "/etc/null", "type": "c", "major": 1, "minor": 3, "fileMode": 438}]""")
                .script("stat -c '%F %t:%T' /etc/null");
        assertEquals("character special file 1:3\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void aDeviceThatIsNotAllowedCannotBeOpened() {
        Bundle bundle = runtime.bundle().capabilities("CAP_MKNOD").script("""
                mknod /dev/shm/kmsg c 1 11 && mknod /dev/shm/null c 1 3 && mount | grep -q shm
                cat /dev/shm/kmsg""");
        // /dev/shm is nodev, so the probe needs a file system of its own
        bundle.withoutMount("/dev/shm").mount("/dev/shm", "tmpfs", "shm");
        assertTrue(runtime.run(bundle).exits(1).stderr().contains("Operation not permitted"));
    }

    @Test
    void aDeviceThatIsAllowedCanBeOpenedAsTheRuleSays() {
        Requires.file("/dev/fuse");
        Bundle bundle = runtime.bundle().setJson("/linux/resources/devices", """
                [{"allow": false, "access": "rwm"},
                 {"allow": true, "type": "c", "major": 10, "minor": 229, "access": "r"}]""")
                .setJson("/linux/devices", """
                [{"path": "/dev/fuse", "type": "c", "major": 10, "minor": 229, "fileMode": 438}]""")
                .script(": < /dev/fuse && echo read; (: > /dev/fuse) 2>/dev/null || echo not written");
        assertEquals("read\nnot written\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void devicesAreBoundWhereTheyCannotBeMade() {
        Bundle bundle = runtime.bundle().namespace("user").uidMapping(0, 4_800_000, 65536)
                .gidMapping(0, 4_800_000, 65536)
                .script("stat -c '%F %t:%T' /dev/zero; head -c 2 /dev/zero | wc -c; mount | grep -c ' /dev/zero '");
        assertEquals("character special file 1:5\n2\n1\n", runtime.run(bundle).succeeds().stdout());
    }

    @Test
    void theHostsDevicesKeepTheirOwnersAndModes() throws IOException {
        Map<String, String> before = hostDevices();

        runtime.run(runtime.bundle().user(1000, 1000)).succeeds();
        runtime.run(runtime.bundle().namespace("user").uidMapping(0, 4_800_000, 65536)
                .gidMapping(0, 4_800_000, 65536).user(1000, 1000)).succeeds();
        runtime.run(runtime.bundle().user(1000, 1000).withoutMount("/dev").withoutMount("/dev/pts")
                .withoutMount("/dev/shm").withoutMount("/dev/mqueue")
                .mount("/dev", "bind", "/dev", "rbind", "rslave")).succeeds();
        Container quiet = runtime.container(runtime.bundle().user(1000, 1000));
        quiet.command("run").after("exec >/dev/null 2>/dev/zero").run().succeeds();

        assertEquals(before, hostDevices());
    }

    private static Map<String, String> hostDevices() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (String device : HOST_DEVICES) {
            Map<String, Object> attributes = Files.readAttributes(Path.of(device), "unix:uid,gid,mode,rdev");
            found.put(device, new TreeMap<>(attributes).toString());
        }
        return found;
    }
}
