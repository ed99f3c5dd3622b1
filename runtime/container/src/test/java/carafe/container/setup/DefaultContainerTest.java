package carafe.container.setup;

import static carafe.container.setup.Ground.mountOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.setup.mount.MaskedPaths;
import carafe.container.setup.mount.Mounts;
import carafe.container.setup.mount.ReadonlyPaths;
import carafe.kernel.Fd;
import carafe.kernel.Stat;
import carafe.spec.Mount;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The set-up that an unchanged {@code carafe spec} asks for. */
class DefaultContainerTest {
    private static final Mount[] MOUNTS = {
        mountOf("/proc", "proc", "proc"),
        mountOf("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
        mountOf("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620",
                "gid=5"),
        mountOf("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"),
        mountOf("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
        mountOf("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"),
    };
    private static final List<String> MASKED = List.of("/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys",
            "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/sys/firmware",
            "/proc/scsi");
    private static final List<String> READONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    @Test
    void mountsDevicesMasksAndRoot() {
        try (Ground ground = new Ground().prepare()) {
            setUpAndCheck(ground);
        }
    }

    @Test
    void mountsDevicesMasksAndRootOnAnOldKernel() {
        try (Ground ground = new Ground().onOldKernel().prepare()) {
            setUpAndCheck(ground);
        }
    }

    @Test
    void asksTheKernelAHandfulOfTimes() {
        try (Ground ground = new Ground()) {
            ground.kernel.flush();
            int before = ground.kernel.questions().size();
            setUp(ground.prepare());
            List<String> questions = ground.kernel.questions();
            assertTrue(questions.size() - before <= 8, () -> String.join("\n", questions));
        }
    }

    private static void setUp(Ground ground) {
        Mounts mounts = ground.mount(MOUNTS);
        new Devices(ground.kernel, ground.api, ground.root, List.of(), false).create();
        ground.filesystem.enter();
        mounts.finish();
        ground.filesystem.makeReadonly(ground.api);
        new ReadonlyPaths(ground.kernel, ground.api, ground.root, READONLY).apply();
        new MaskedPaths(ground.kernel, ground.api, ground.root, MASKED, null).mask();
        ground.kernel.flush();
    }

    private static void setUpAndCheck(Ground ground) {
        setUp(ground);
        assertTrue(ground.mountinfo("/").split(" ")[5].startsWith("ro,"), ground.mountinfo("/"));
        assertTrue(ground.mountinfo("/dev").contains(" rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=755"),
                ground.mountinfo("/dev"));
        assertTrue(ground.mountinfo("/dev/pts").contains("gid=5,mode=620,ptmxmode=666"));
        assertTrue(ground.mountinfo("/sys").contains(" ro,nosuid,nodev,noexec,relatime"));
        assertTrue(ground.mountinfo("/proc/sys").contains(" ro,relatime"), ground.mountinfo("/proc/sys"));
        assertTrue(ground.mountinfo("/proc/keys").contains(" /null "), ground.mountinfo("/proc/keys"));
        assertTrue(ground.mountinfo("/sys/firmware").contains(" - tmpfs "), ground.mountinfo("/sys/firmware"));
        assertNull(ground.mountinfo("/proc/asound"), "what is not there is not masked");
        Stat nullDevice = ground.kernel.stat(Fd.CWD, "/dev/null", 0);
        assertTrue(nullDevice.isCharacterDevice(1, 3));
        assertEquals(0666, nullDevice.permissions());
        assertEquals("/proc/self/fd/1", ground.kernel.readlinkat(Fd.CWD, "/dev/stdout"));
        assertEquals("", ground.read("/proc/keys"));
        assertEquals("1 ", ground.read("/proc/self/stat").substring(0, 2));
    }
}
