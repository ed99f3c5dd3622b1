package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.container.terminal.Attended;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.PollList;
import carafe.kernel.Ref;
import carafe.kernel.SocketCalls;
import carafe.kernel.Syscall;
import carafe.spec.Config;
import carafe.spec.Mount;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lets a container tell the service manager that waits for us that it is ready (sd_notify(3)).
 *
 * <pre>
 *   container ── READY=1 ──▶ notify/notify.sock ── carafe ── READY=1, MAINPID=N, BARRIER=1 ──▶ NOTIFY_SOCKET
 * </pre>
 *
 * Nothing else passes: other messages would act on the unit that we run in.
 */
final class NotifyRelay implements Attended, AutoCloseable {
    static final String DIRECTORY = "notify";
    static final String SOCKET = "notify.sock";
    private static final String IN_CONTAINER = "/run/notify";
    private static final int ANYBODY = 0777;
    private static final int LARGEST = 4096;
    private static final long BARRIER_SECONDS = 30;

    private final LocalKernel kernel;
    private final Fd container;
    private final Fd manager;
    private final int initPid;
    private final long mainPid;

    private NotifyRelay(LocalKernel kernel, Fd container, Fd manager, int initPid, long mainPid) {
        this.kernel = kernel;
        this.container = container;
        this.manager = manager;
        this.initPid = initPid;
        this.mainPid = mainPid;
    }

    /** A config by which the container can reach a socket that {@link #open} will make. */
    static Config provide(Config config, ContainerDirectory directory) {
        String source = directory.makeNotifyDirectory();
        Mount mount = new Mount(IN_CONTAINER, "bind", source, List.of("bind", "nosuid", "noexec", "nodev", "ro"),
                List.of(), List.of());
        return config.with(mount, "NOTIFY_SOCKET=" + IN_CONTAINER + "/" + SOCKET);
    }

    /**
     * To be opened before the program runs, so that its message finds the socket.
     *
     * @param manager  the service manager's socket, abstract if it begins with {@code @}; null for none
     * @param attended whether this process stays, so that the service manager is to watch it and not the container
     * @return null without a service manager, or if the container was created without one
     */
    static NotifyRelay open(LocalKernel kernel, Container container, String manager, boolean attended) {
        if (manager == null || !container.directory().hasNotifyDirectory()) {
            return null;
        }
        Fd host = connect(kernel, manager);
        Fd socket = kernel.socket(SocketCalls.AF_UNIX, SocketCalls.SOCK_DGRAM, 0);
        String path = container.directory().path() + "/" + DIRECTORY + "/" + SOCKET;
        kernel.bindUnix(socket, path);
        kernel.fchmodat(Fd.CWD, path, ANYBODY);
        int initPid = container.saved().initPid();
        long mainPid = attended ? kernel.run(kernel.call(Syscall.GETPID)).get() : initPid;
        return new NotifyRelay(kernel, socket, host, initPid, mainPid);
    }

    private static Fd connect(LocalKernel kernel, String manager) {
        Fd socket = kernel.socket(SocketCalls.AF_UNIX, SocketCalls.SOCK_DGRAM, 0);
        byte[] address = SocketCalls.unixName(manager);
        Ref connected = kernel.allowingAll().run(kernel.call(Syscall.CONNECT).with(socket).with(address)
                .with(address.length));
        if (connected.failed()) {
            kernel.close(socket);
            throw new Refused("NOTIFY_SOCKET " + manager + ": " + Errno.text(connected.errno())
                    + ", expected a Unix datagram socket that somebody reads");
        }
        return socket;
    }

    /** Waits until the container is ready, or has ended. */
    void waitUntilReady() {
        Fd pidfd = kernel.allowing(Errno.ESRCH).pidfdOpen(initPid);
        if (pidfd.failed()) {
            return;
        }
        while (poll(container, pidfd, 0) && attend()) {
            // it had something else to say
        }
        kernel.close(pidfd);
    }

    @Override
    public Fd readable() {
        return container;
    }

    @Override
    public boolean attend() {
        // before it is ready a container may say how far it is as often as it likes
        int mark = kernel.arena().mark();
        long buffer = kernel.arena().allocate(LARGEST, 8);
        int n = (int) kernel.allowing(Errno.EAGAIN).read(container, buffer, LARGEST).get();
        String message = n <= 0 ? "" : new String(kernel.arena().getBytes(buffer, n), StandardCharsets.UTF_8);
        kernel.arena().reset(mark);
        for (String line : message.split("\n")) {
            if (line.startsWith("READY=")) {
                send(line + "\n");
                send("MAINPID=" + mainPid + "\n");
                waitForBarrier();
                return false;
            }
        }
        return true;
    }

    private void send(String line) {
        kernel.send(manager, line.getBytes(StandardCharsets.UTF_8));
    }

    /** The manager closes the pipe when it has read all that was sent before (sd_notify_barrier(3)). */
    private void waitForBarrier() {
        Fd[] ends = new Fd[2];
        kernel.pipe(ends, 0);
        Fd ours = ends[0];
        Fd theirs = ends[1];
        Ref sent = kernel.allowingAll().sendFd(manager, "BARRIER=1".getBytes(StandardCharsets.UTF_8), theirs);
        kernel.close(theirs);
        if (!sent.failed()) {
            poll(ours, ours, kernel.arena().longs(BARRIER_SECONDS, 0));
        }
        kernel.close(ours);
    }

    /**
     * Waits for one of two descriptors.
     *
     * @param timeout address of a struct timespec, 0 for ever
     * @return whether the first has something to say
     */
    private boolean poll(Fd first, Fd second, long timeout) {
        int mark = kernel.arena().mark();
        PollList list = new PollList(kernel.arena(), first.number(), second.number());
        kernel.allowing(Errno.EINTR).run(kernel.call(Syscall.PPOLL).with(list.address()).with(list.count())
                .with(timeout).with(0).with(8)).get();
        boolean ready = list.isReady(0);
        kernel.arena().reset(mark);
        return ready;
    }

    @Override
    public void close() {
        kernel.close(container);
        kernel.close(manager);
    }
}
