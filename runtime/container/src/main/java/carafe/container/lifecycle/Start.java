package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.container.SetupFailed;
import carafe.container.process.HookRunner;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Step;
import carafe.kernel.Syscall;
import carafe.spec.Config;
import carafe.spec.HookKind;
import carafe.spec.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Lets the process of a created container become the user's program.
 *
 * <pre>
 *   container's process                         start
 *     open(exec.fifo, O_WRONLY)  blocks ◀─────── open(exec.fifo, O_RDONLY)
 *     write "0"                       ─────────▶ read
 *     execve; the fifo closes itself  ─────────▶ end of file: the program runs
 *     (or: write {record, errno}      ─────────▶ 16 more bytes: it does not)
 * </pre>
 */
public final class Start {
    private static final int POLLIN = 1;
    private static final int REPORT_BYTES = 16;

    private final LocalKernel kernel;
    private final ContainerStore store;

    public Start(LocalKernel kernel, ContainerStore store) {
        this.kernel = kernel;
        this.store = store;
    }

    /**
     * Returns when the program runs and the poststart hooks have.
     *
     * @throws Refused if the container is not in the created state
     * @throws SetupFailed if a hook fails, which ends the container, or the program cannot be executed
     */
    public void start(ContainerId id) {
        try (Container container = Container.openLocked(kernel, store, id)) {
            container.life().requireStartable();
            Config config = container.config();
            if (config.process() == null) {
                throw new Refused("cannot start " + id + ": its config.json has no process");
            }
            HookRunner hooks = new HookRunner(kernel, config);
            hooks.runInside(HookKind.START_CONTAINER, container.stateAs(Status.CREATED),
                    container.saved().initPid());
            release(container);
            try {
                hooks.run(HookKind.POSTSTART, container.stateAs(Status.RUNNING));
            } catch (SetupFailed e) {
                kernel.allowing(Errno.ESRCH).kill(container.saved().initPid(), ProcessCalls.SIGKILL);
                throw e;
            }
        }
    }

    private void release(Container container) {
        Fd pidfd = kernel.allowing(Errno.ESRCH).pidfdOpen(container.saved().initPid());
        Fd fifo = container.directory().openFifo();
        try {
            if (pidfd.failed()) {
                throw new Refused("container process is already dead");
            }
            byte[] said = read(fifo, pidfd);
            if (said.length == 0) {
                throw new Refused("container process is already dead");
            }
            if (said.length > 1) {
                throw failure(said);
            }
            container.directory().removeFifo();
        } finally {
            kernel.close(fifo);
            if (!pidfd.failed()) {
                kernel.close(pidfd);
            }
        }
    }

    /** What the container's process writes until it closes the fifo or dies. */
    private byte[] read(Fd fifo, Fd pidfd) {
        ByteBuffer said = ByteBuffer.allocate(1 + REPORT_BYTES);
        long polled = kernel.arena().allocate(16, 8);
        int at = kernel.arena().offset(polled);
        long buffer = kernel.arena().allocate(REPORT_BYTES + 1, 8);
        boolean dead = false;
        for (;;) {
            int n = (int) kernel.allowing(Errno.EAGAIN).read(fifo, buffer, said.remaining()).get();
            if (n > 0) {
                said.put(kernel.arena().getBytes(buffer, n));
            }
            if (n == 0 && (said.position() > 0 || dead) || !said.hasRemaining()) {
                return java.util.Arrays.copyOf(said.array(), said.position());
            }
            if (n <= 0) {
                // end of file before a first byte only means that nobody has opened the other end yet
                kernel.arena().memory().putInt(at, n == 0 ? -1 : fifo.number()).putInt(at + 4, POLLIN)
                        .putInt(at + 8, pidfd.number()).putInt(at + 12, POLLIN);
                long timeout = kernel.arena().longs(0, n == 0 ? 1_000_000 : 100_000_000);
                kernel.run(kernel.call(Syscall.PPOLL).with(polled).with(2).with(timeout).with(0).with(8));
                dead = kernel.arena().memory().getShort(at + 14) != 0;
            }
        }
    }

    private static SetupFailed failure(byte[] said) {
        ByteBuffer report = ByteBuffer.wrap(said).order(ByteOrder.LITTLE_ENDIAN);
        int errno = (int) report.getLong(1 + Long.BYTES);
        return new SetupFailed(new Step("execute the program", "/process/args"), new ErrnoException("execve", errno),
                errno == Errno.ENOEXEC ? "the file has no format this kernel knows: is it for another architecture, or "
                        + "a script without #! line?" : null);
    }
}
