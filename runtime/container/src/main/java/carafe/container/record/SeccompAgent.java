package carafe.container.record;

import carafe.kernel.Arena;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Ref;
import carafe.kernel.SignalInbox;
import carafe.kernel.SocketCalls;
import carafe.kernel.Syscall;

/** Notes every call that a filter hands out, and lets it pass (seccomp_unotify(2)), until a process has ended. */
public final class SeccompAgent implements AutoCloseable {
    private static final long SECCOMP_IOCTL_NOTIF_RECV = 0xc050_2100L;
    private static final long SECCOMP_IOCTL_NOTIF_SEND = 0xc018_2101L;
    private static final int CONTINUE = 1;
    /** struct seccomp_notif: id, pid and flags, struct seccomp_data: number, architecture ... */
    private static final int NOTIFICATION_BYTES = 80;
    private static final int NUMBER_AT = 16;
    private static final int ARCH_AT = 20;
    /** struct seccomp_notif_resp: id, value, error, flags. */
    private static final int ANSWER_BYTES = 24;
    private static final int FLAGS_AT = 20;
    private static final int STATE_BYTES = 1 << 16;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int POLLIN = 1;
    private static final int POLLHUP = 0x10;
    private static final int SIGINT = 2;
    private static final int SIGQUIT = 3;
    private static final int SIGCHLD = 17;
    private static final int SIGWINCH = 28;

    private final LocalKernel kernel;
    private final RecordedCalls calls;
    private final Fd socket;
    private final long notification;
    private final long answer;
    private final long polled;
    private Fd listener = Fd.NONE;

    public SeccompAgent(LocalKernel kernel, RecordingBundle bundle, RecordedCalls calls) {
        this.kernel = kernel;
        this.calls = calls;
        socket = kernel.socket(SocketCalls.AF_UNIX, SocketCalls.SOCK_STREAM, 0);
        kernel.bindUnix(socket, bundle.socket()).get();
        kernel.listen(socket, 1).get();
        notification = kernel.arena().allocate(NOTIFICATION_BYTES, 8);
        answer = kernel.arena().allocate(ANSWER_BYTES, 8);
        polled = kernel.arena().allocate(24, 8);
    }

    /** @param signals which are passed on to the process, unless its terminal has sent them to it as well */
    public void attendUntilEnd(Fd process, SignalInbox signals) {
        boolean ended = false;
        while (!ended) {
            Fd heard = listener == Fd.NONE ? socket : listener;
            int at = kernel.arena().offset(polled);
            kernel.arena().memory().putInt(at, process.number()).putInt(at + 4, POLLIN)
                    .putInt(at + 8, heard.number()).putInt(at + 12, POLLIN)
                    .putInt(at + 16, signals.fd().number()).putInt(at + 20, POLLIN);
            kernel.run(kernel.call(Syscall.PPOLL).with(polled).with(3).with(0).with(0).with(8));
            if (event(2) != 0) {
                passOn(signals, process);
            }
            if (listener == Fd.NONE && event(1) != 0) {
                accept();
            } else if ((event(1) & POLLIN) != 0) {
                letPass();
            } else if ((event(1) & POLLHUP) != 0) {
                // nobody is left under the filter; from now on only the end of the process counts
                kernel.close(listener);
                listener = Fd.of(-1);
            }
            ended = event(0) != 0;
        }
    }

    private int event(int place) {
        return kernel.arena().memory().getShort(kernel.arena().offset(polled) + 8 * place + 6);
    }

    private void passOn(SignalInbox signals, Fd process) {
        for (int signal = signals.next(); signal != 0; signal = signals.next()) {
            if (signal != SIGINT && signal != SIGQUIT && signal != SIGCHLD && signal != SIGWINCH) {
                kernel.allowingAll().pidfdSendSignal(process, signal);
            }
        }
    }

    /** Takes the listener out of the message that names the container (ContainerProcessState of the specification). */
    private void accept() {
        Fd connection = kernel.fd(kernel.open(Syscall.ACCEPT4).with(socket).with(0).with(0)
                .with(SocketCalls.SOCK_CLOEXEC));
        Arena arena = kernel.arena();
        int mark = arena.mark();
        long vector = arena.longs(arena.allocate(STATE_BYTES, 8), STATE_BYTES);
        long control = arena.longs(0, 0, 0);
        long message = arena.longs(0, 0, vector, 1, control, 24, 0);
        Ref received = kernel.allowingAll().run(kernel.call(Syscall.RECVMSG).with(connection).with(message)
                .with(MSG_CMSG_CLOEXEC));
        // struct cmsghdr: length, level, type; then the descriptor
        if (!received.failed() && received.get() > 0 && arena.getInt(control + 12) == SocketCalls.SCM_RIGHTS) {
            listener = Fd.of(arena.getInt(control + 16));
        }
        arena.reset(mark);
        kernel.close(connection);
    }

    private void letPass() {
        int at = kernel.arena().offset(notification);
        for (int i = 0; i < NOTIFICATION_BYTES; i += Long.BYTES) {
            // the kernel refuses anything but zeros
            kernel.arena().memory().putLong(at + i, 0);
        }
        // ENOENT: a signal took the caller out of its call
        if (kernel.allowingAll().ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, notification).failed()) {
            return;
        }
        calls.add(kernel.arena().getInt(notification + ARCH_AT), kernel.arena().getInt(notification + NUMBER_AT));
        int to = kernel.arena().offset(answer);
        kernel.arena().memory().putLong(to, kernel.arena().getLong(notification)).putLong(to + 8, 0)
                .putInt(to + 16, 0).putInt(to + FLAGS_AT, CONTINUE);
        kernel.allowingAll().ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, answer);
    }

    /** Whether there was anything to attend to. */
    public boolean hasListened() {
        return listener != Fd.NONE;
    }

    @Override
    public void close() {
        kernel.close(socket);
        if (listener.number() >= 0) {
            kernel.close(listener);
        }
    }
}
