package carafe.container.cgroup.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.container.cgroup.fs.CgroupMode;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.spec.resources.DeviceRule;
import carafe.spec.resources.DeviceRuleType;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kernel verifies, attaches and runs the program, in a version 2 cgroup of the test's own. */
@Tag("guest")
class V2DevicesTest {
    private LocalKernel kernel;
    private CgroupDirectory directory;

    @BeforeEach
    void makeCgroup() {
        kernel = new LocalKernel();
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root to load programs");
        CgroupMode mode = CgroupMode.of(kernel);
        assumeTrue(mode != CgroupMode.V1, "this host has no cgroup v2 mount");
        directory = new CgroupDirectory(kernel, (mode == CgroupMode.V2 ? CgroupMode.ROOT : CgroupMode.HYBRID_ROOT)
                + "/carafe-devices-" + ProcessHandle.current().pid());
        assertEquals(0, directory.tryMake());
    }

    @AfterEach
    void removeCgroup() {
        if (directory != null) {
            directory.tryRemove();
        }
        kernel.close();
    }

    /** Whether a process in the cgroup can open a device for reading. */
    private boolean canOpen(String device) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "echo $$ > " + directory.path() + "/cgroup.procs; "
                + ": < " + device).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }

    private int[] attached() {
        Fd cgroup = kernel.openat(Fd.CWD, directory.path(), Open.O_RDONLY);
        int[] programs = new BpfCalls(kernel).attached(cgroup);
        kernel.close(cgroup);
        return programs;
    }

    @Test
    void aDeviceOutsideThePolicyCannotBeOpened() throws IOException, InterruptedException {
        assertTrue(canOpen("/dev/zero") && canOpen("/dev/kmsg"), "nothing is restricted yet");
        V2Devices.apply(kernel, directory, DevicePolicy.ofContainer(List.of()));
        assertTrue(canOpen("/dev/zero"));
        assertTrue(!canOpen("/dev/kmsg"));
    }

    @Test
    void aNewPolicyTakesThePlaceOfTheOld() throws IOException, InterruptedException {
        V2Devices.apply(kernel, directory, DevicePolicy.ofContainer(List.of()));
        int first = attached()[0];
        V2Devices.apply(kernel, directory, DevicePolicy.ofContainer(List.of(
                new DeviceRule(true, DeviceRuleType.CHAR, 1L, 11L, "rwm"))));
        int[] now = attached();
        assertEquals(1, now.length);
        assertTrue(now[0] != first);
        assertTrue(canOpen("/dev/kmsg"));
    }

    @Test
    void aFailureNamesTheStepAndThePointer() {
        CgroupDirectory missing = directory.child("missing");
        ErrnoException e = assertThrows(ErrnoException.class,
                () -> V2Devices.apply(kernel, missing, DevicePolicy.ofContainer(List.of())));
        assertEquals(Errno.ENOENT, e.errno());
        assertEquals("/linux/resources/devices", e.step().pointer());
    }
}
