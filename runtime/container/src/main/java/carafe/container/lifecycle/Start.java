package carafe.container.lifecycle;

import carafe.container.Notices;
import carafe.container.Refused;
import carafe.container.SetupFailed;
import carafe.container.process.HookRunner;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Syscall;
import carafe.spec.Config;
import carafe.spec.HookKind;
import carafe.spec.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

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
    private final Notices notices;

    public Start(LocalKernel kernel, ContainerStore store, Notices notices) {
        this.kernel = kernel;
        this.store = store;
        this.notices = notices;
    }

    /**
     * Returns when the program runs and the poststart hooks have, and with a service manager when it is ready.
     *
     * @param notifySocket of the service manager that waits for the container; null for none
     * @throws Refused if the container is not in the created state
     * @throws SetupFailed if a hook fails, which ends the container (a poststart hook deletes it, too), or the program
     *                     cannot be executed
     */
    public void start(ContainerId id, String notifySocket) {
        Container container = Container.openLocked(kernel, store, id);
        try {
            container.life().requireStartable();
        } catch (RuntimeException e) {
            container.close();
            throw e;
        }
        // the container is not locked any more, because getting ready may take long, and others may want to end it
        try (NotifyRelay relay = start(container, notifySocket, false)) {
            if (relay != null) {
                relay.waitUntilReady();
            }
        }
    }

    /**
     * The same, without waiting for the container to be ready.
     *
     * @param created  locked, in the created state; taken over
     * @param attended whether this process stays with the container, so that the service manager is to watch it
     * @return what is to be attended to until the container is ready; null for nothing
     */
    NotifyRelay start(Container created, String notifySocket, boolean attended) {
        try (Container container = created) {
            Config config = container.config();
            if (config.process() == null) {
                throw new Refused("cannot start " + container.saved().id() + ": its config.json has no process");
            }
            NotifyRelay relay = NotifyRelay.open(kernel, container, notifySocket, attended);
            try {
                letRun(container, config);
                return relay;
            } catch (RuntimeException e) {
                if (relay != null) {
                    relay.close();
                }
                throw e;
            }
        }
    }

    private void letRun(Container container, Config config) {
        try {
            new StartContainerHooks(kernel, container, config, notices).run();
            release(container, config.process().args().getFirst());
        } catch (SetupFailed e) {
            // the specification: a container one of whose hooks fails here is stopped
            kernel.allowing(Errno.ESRCH).kill(container.saved().initPid(), ProcessCalls.SIGKILL);
            container.cgroup().letDie(container.saved().initPid());
            throw e;
        }
        runPoststart(container, config);
    }

    /** One that fails ends the container and all that is left of it, as a create that fails does. */
    private void runPoststart(Container container, Config config) {
        if (config.hooks().poststart().isEmpty()) {
            return;
        }
        // not locked meanwhile, because they may take long, and may want to change the container themselves
        container.directory().lock().release();
        try {
            new HookRunner(kernel, config, container.saved().bundle())
                    .run(HookKind.POSTSTART, container.stateAs(Status.RUNNING));
        } catch (SetupFailed e) {
            delete(container.directory());
            throw e;
        }
    }

    private void delete(ContainerDirectory directory) {
        try {
            directory.lock().take();
            new Delete(kernel, store, notices).deleteLocked(directory, true);
        } catch (RuntimeException e) {
            // the failure that led here is the one to report
            notices.warning("cleaning up: " + e.getMessage());
        }
    }

    private void release(Container container, String program) {
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
                throw failure(said, program);
            }
            container.directory().removeFifo();
        } finally {
            kernel.close(fifo);
            if (!pidfd.failed()) {
                kernel.close(pidfd);
            }
        }
    }

    /**
     * What the container's process writes until it closes the fifo or dies. The fifo is polled before it is read: a
     * read finds an end of file as long as nobody has opened the other end, but poll(2) does not.
     */
    private byte[] read(Fd fifo, Fd pidfd) {
        byte[] said = new byte[0];
        long buffer = kernel.arena().allocate(1 + REPORT_BYTES, 8);
        while (said.length < 1 + REPORT_BYTES) {
            boolean spoke = waitForEither(fifo, pidfd);
            int n = (int) kernel.allowing(Errno.EAGAIN).read(fifo, buffer, 1 + REPORT_BYTES - said.length).get();
            if (n > 0) {
                int before = said.length;
                said = Arrays.copyOf(said, before + n);
                System.arraycopy(kernel.arena().getBytes(buffer, n), 0, said, before, n);
            } else if (n == 0 || !spoke) {
                break;
            }
        }
        return said;
    }

    /** Whether it was the fifo that has something to say; else the process is dead. */
    private boolean waitForEither(Fd fifo, Fd pidfd) {
        long polled = kernel.arena().allocate(16, 8);
        int at = kernel.arena().offset(polled);
        kernel.arena().memory().putInt(at, fifo.number()).putInt(at + 4, POLLIN)
                .putInt(at + 8, pidfd.number()).putInt(at + 12, POLLIN);
        kernel.run(kernel.call(Syscall.PPOLL).with(polled).with(2).with(0).with(0).with(8));
        return kernel.arena().memory().getShort(at + 6) != 0;
    }

    private static SetupFailed failure(byte[] said, String program) {
        ByteBuffer report = ByteBuffer.wrap(said).order(ByteOrder.LITTLE_ENDIAN);
        int errno = (int) report.getLong(1 + Long.BYTES);
        return SetupFailed.notExecuted(program, errno);
    }
}
