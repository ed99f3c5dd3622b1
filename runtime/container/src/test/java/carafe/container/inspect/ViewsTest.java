package carafe.container.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.inspect.Inspection.MountInfo;
import carafe.container.inspect.Inspection.NamespaceInfo;
import carafe.container.inspect.Inspection.ProcessInfo;
import carafe.kernel.LocalKernel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is read of a process, on the one that every test has: its own. */
class ViewsTest {
    private final LocalKernel kernel = new LocalKernel();
    private final ProcFiles proc = new ProcFiles(kernel);
    private final int pid = (int) ProcessHandle.current().pid();

    @AfterEach
    void close() {
        kernel.close();
    }

    @Test
    void whatIsNotThereIsNull() {
        assertNull(proc.text("/proc/self/no-such-file"));
        assertNull(proc.link("/proc/self/no-such-file"));
        assertEquals(List.of(), proc.lines("/proc/self/no-such-file"));
        assertEquals(List.of(), proc.names("/proc/self/no-such-file"));
        assertNull(new ProcessView(proc).of(Integer.MAX_VALUE));
    }

    @Test
    void aDirectoryIsListedWithoutItself() {
        assertTrue(proc.numbers("/proc/self/fd").containsAll(List.of(0, 1, 2)), "standard streams");
        assertTrue(proc.names("/proc/self/ns").contains("mnt"));
    }

    @Test
    void aProcessHasItsCommandAndSets() {
        ProcessInfo own = new ProcessView(proc).of(pid);
        assertEquals(pid, own.pid());
        assertTrue(own.command().contains("java"), own::command);
        String mask = proc.lines("/proc/self/status").stream().filter(line -> line.startsWith("CapBnd"))
                .findFirst().orElseThrow().substring(8);
        assertEquals(Long.bitCount(Long.parseUnsignedLong(mask, 16)), own.capabilities().bounding().size());
    }

    @Test
    void theOwnNamespacesAreSharedWithWhoeverIsInThem() {
        List<NamespaceInfo> own = new NamespaceView(proc).of(pid, Map.of("twin", pid));
        assertTrue(own.size() >= 7, own::toString);
        assertTrue(own.stream().allMatch(namespace -> namespace.sharedWith().contains("twin")), own::toString);
    }

    @Test
    void theRootIsAmongTheMounts() {
        List<MountInfo> mounts = new MountView(proc, pid).mounts();
        MountInfo root = mounts.stream().filter(mount -> mount.target().equals("/")).findFirst().orElse(null);
        assertNotNull(root, mounts::toString);
        assertTrue(root.flags().contains("rw") || root.flags().contains("ro"), root::toString);
    }
}
