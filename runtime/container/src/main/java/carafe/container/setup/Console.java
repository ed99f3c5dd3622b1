package carafe.container.setup;

import carafe.container.SetupFailed;
import carafe.container.path.RootedPath;
import carafe.container.setup.mount.MountApi;
import carafe.container.setup.mount.MountTarget;
import carafe.kernel.DeviceNumber;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.PendingStat;
import carafe.kernel.Stat;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;
import carafe.spec.ConsoleSize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The terminal of a process ({@code process.terminal}): a pair from the container's own devpts, so that its name means
 * the same inside.
 *
 * <p>After pivot_root, because hooks may still change the container's /dev until then; before the root file system
 * becomes read-only, because /dev/console may have to be made; {@link #attach} after setsid(2), which makes the process
 * the leader that may have a controlling terminal, and before {@link Stdio}. The master stays open in the servant: the
 * runtime fetches it and sends it to whoever asked.
 *
 * <p>The slave is never looked up by its name, under which an image may have put something else (CVE-2025-52565): the
 * kernel gives it out as the peer of the master.
 */
public final class Console {
    private static final Step STEP = new Step(StepKind.TERMINAL);
    /** Numbers of ioctl_tty(2), include/uapi/asm-generic/ioctls.h. */
    private static final long TIOCSCTTY = 0x540E;
    private static final long TIOCSWINSZ = 0x5414;
    private static final long TIOCGPTN = 0x80045430L;
    private static final long TIOCSPTLCK = 0x40045431L;
    private static final long TIOCGPTPEER = 0x5441;
    /** DEVPTS_SUPER_MAGIC, include/uapi/linux/magic.h */
    private static final long DEVPTS_MAGIC = 0x1cd1;
    /** The inode of ptmx in a devpts, fs/devpts/inode.c. */
    private static final long PTMX_INODE = 2;
    private static final int PTMX_MAJOR = 5;
    private static final int PTMX_MINOR = 2;
    /** UNIX98_PTY_SLAVE_MAJOR and the seven after it, include/uapi/linux/major.h */
    private static final int SLAVE_MAJOR = 136;
    private static final int LAST_SLAVE_MAJOR = 143;
    private static final int PLACE_MODE = 0644;

    private final Kernel kernel;
    private final RootedPath root;
    private Fd master;
    private Fd slave;
    private int number;

    public Console(Kernel kernel, RootedPath root) {
        this.kernel = kernel;
        this.root = root;
    }

    /**
     * Opens a new pair.
     *
     * @param size null leaves it 0 by 0
     */
    public void open(ConsoleSize size) {
        kernel.enter(STEP);
        master = root.open("/dev/pts/ptmx", Open.O_RDWR | Open.O_NOCTTY | Open.O_NOFOLLOW);
        PendingStat ptmx = kernel.statLater(master);
        boolean genuine = kernel.fileSystemType(master) == DEVPTS_MAGIC && ptmx.get().inode() == PTMX_INODE
                && ptmx.get().isCharacterDevice(PTMX_MAJOR, PTMX_MINOR);
        require(genuine, "/dev/pts/ptmx in the container is no terminal multiplexer");
        long word = kernel.arena().ints(0);
        kernel.ioctl(master, TIOCSPTLCK, word);
        kernel.ioctl(master, TIOCGPTN, word);
        slave = kernel.fd(kernel.open(Syscall.IOCTL).with(master).with(TIOCGPTPEER)
                .with(Open.O_RDWR | Open.O_NOCTTY | Open.O_CLOEXEC));
        PendingStat peer = kernel.statLater(slave);
        if (size != null && size.height() != 0 && size.width() != 0) {
            resize(size);
        }
        require(isTerminal(peer.get()), "the peer of the terminal's master is no terminal");
        number = kernel.arena().getInt(word);
    }

    /** Whether it is the slave of a pair. */
    private static boolean isTerminal(Stat stat) {
        long major = DeviceNumber.major(stat.rdev());
        return (stat.mode() & Stat.TYPE_MASK) == Stat.CHARACTER_DEVICE
                && major >= SLAVE_MAJOR && major <= LAST_SLAVE_MAJOR;
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new SetupFailed(STEP, problem, null);
        }
    }

    /** struct winsize: rows, columns and two that are unused. */
    private void resize(ConsoleSize size) {
        byte[] winsize = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) size.height()).putShort((short) size.width()).array();
        kernel.ioctl(master, TIOCSWINSZ, kernel.arena().bytes(winsize));
    }

    /** Binds the slave onto /dev/console; not for a process that is added to a container. */
    public void mount(MountApi api) {
        kernel.enter(StepKind.MOUNT, "/dev/console", "/process/terminal");
        Fd dev = root.directory("/dev");
        kernel.allowing(Errno.EEXIST).mknodat(dev, "console", Stat.REGULAR | PLACE_MODE, 0);
        Fd place = kernel.openat(dev, "console", Open.O_PATH | Open.O_NOFOLLOW);
        if (kernel.stat(place).isSymlink()) {
            // an image would choose what the terminal covers (CVE-2026-88264)
            throw new SetupFailed(kernel.step(), "/dev/console in the container is a symbolic link", null);
        }
        kernel.close(dev);
        MountTarget target = new MountTarget(place, "/dev/console");
        kernel.close(api.bind(api.source(slave, false), MountApi.PLAIN, target));
        kernel.close(place);
    }

    /** Makes the slave the process's standard streams and controlling terminal. */
    public void attach() {
        kernel.enter(StepKind.ATTACH_TERMINAL);
        for (int i = 0; i < 3; i++) {
            kernel.dup3(slave, i, 0);
        }
        kernel.ioctl(Fd.of(0), TIOCSCTTY, 0);
        kernel.close(slave);
    }

    /** In the servant; closed when the program starts. */
    public Fd master() {
        return master;
    }

    /** As the container names it. */
    public String name() {
        return "/dev/pts/" + number;
    }
}
