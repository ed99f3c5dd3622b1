package carafe.container.setup;

import static carafe.container.setup.Ground.mountOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.kernel.Fd;
import carafe.kernel.Open;
import carafe.spec.ConsoleSize;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private static final long TIOCGWINSZ = 0x5413;

    @Test
    void pairComesFromTheContainersDevptsAndBecomesItsTerminal() {
        try (Ground ground = new Ground().prepare()) {
            ground.mount(mountOf("/proc", "proc", "proc"), mountOf("/dev", "tmpfs", "tmpfs"),
                    mountOf("/dev/pts", "devpts", "devpts", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"));
            ground.filesystem.enter();
            ground.kernel.setsid();
            Console console = new Console(ground.kernel, ground.root);
            console.open(new ConsoleSize(30, 70));
            console.mount(ground.api);
            console.attach();
            Stdio.look(ground.kernel, ground.root, ground.proc).giveTo(1000, true, true, null);
            assertEquals("/dev/pts/0", console.name());
            assertEquals("/dev/pts/0", ground.kernel.readlinkat(Fd.CWD, "/proc/self/fd/0"));
            // field 7 of proc_pid_stat(5): the controlling terminal
            assertEquals("34816", ground.read("/proc/self/stat").split(" ")[6], "136:0");
            Fd terminal = ground.root.open("/dev/console", Open.O_RDWR | Open.O_NOCTTY);
            long size = ground.kernel.arena().allocate(8, 8);
            ground.kernel.ioctl(terminal, TIOCGWINSZ, size).get();
            assertEquals(30 | 70 << 16, ground.kernel.arena().getInt(size));
            assertEquals(1000, ground.kernel.stat(Fd.of(1)).uid());

            Fd master = ground.servant.take(console.master());
            ground.kernel.write(Fd.of(1), "out\n").get();
            long buffer = ground.local.arena().allocate(64, 8);
            assertEquals(5, ground.local.read(master, buffer, 64).get());
            assertTrue(ground.local.arena().getString(buffer).startsWith("out\r\n"));
            ground.local.close(master);
        }
    }
}
