package carafe.container.criu;

import carafe.container.SetupFailed;
import carafe.container.cgroup.fs.UnifiedOptions;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;
import java.util.List;

/** A conversation with one run of {@code criu swrk}; see the package description. */
public final class CriuSession implements AutoCloseable {
    private static final int MESSAGE_BYTES = 40_960;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    /** struct cmsghdr with one descriptor (cmsg(3)): length, level, type, descriptor, padding. */
    private static final int CONTROL_BYTES = 24;
    private static final int CONTROL_DESCRIPTOR_AT = 16;
    /** Where struct msghdr has the length of the control data (recvmsg(2)). */
    private static final int CONTROL_LENGTH_AT = 40;

    private final LocalKernel kernel;
    private final int pid;
    private final Fd socket;
    /** CRIU mounts version 2 in the host's cgroup namespace to find out what a process's cgroups hold. */
    private final List<String> cgroupOptions;
    private boolean open = true;
    private Fd received = Fd.NONE;

    CriuSession(LocalKernel kernel, int pid, Fd socket) {
        this.kernel = kernel;
        this.pid = pid;
        this.socket = socket;
        this.cgroupOptions = UnifiedOptions.inForce(kernel);
    }

    /**
     * Has CRIU carry out a request.
     *
     * @return the host's pid of the first restored process; 0 for other requests
     * @throws SetupFailed if CRIU reports a failure, or dies
     */
    public int perform(CriuRequest request, CriuEvents events) {
        Step step = new Step(StepKind.CRIU, request.type().word());
        kernel.enter(step);
        kernel.send(socket, request.toBytes());
        RuntimeException refusal = null;
        for (;;) {
            CriuReply reply = receive(step);
            if (!reply.success()) {
                throw refusal != null ? refusal : new SetupFailed(step, "criu failed" + reply.reason(), null);
            }
            if (!reply.isNotification()) {
                return reply.pid();
            }
            try {
                tell(events, reply);
            } catch (RuntimeException e) {
                refusal = e;
            }
            kernel.enter(step);
            kernel.send(socket, CriuRequest.notified(refusal == null));
        }
    }

    private void tell(CriuEvents events, CriuReply notification) {
        switch (notification.script()) {
            case "setup-namespaces" -> events.namespacesReady(notification.pid());
            case "post-restore" -> events.restored(notification.pid());
            case "orphan-pts-master" -> events.terminal(received);
            case "status-ready" -> events.pagesReady();
            default -> { }
        }
    }

    /** As in {@link CriuReply#version}. */
    int version() {
        kernel.send(socket, CriuRequest.versionRequest());
        return receive(new Step(StepKind.CRIU, "version")).version();
    }

    private CriuReply receive(Step step) {
        int mark = kernel.arena().mark();
        long buffer = kernel.arena().allocate(MESSAGE_BYTES, 8);
        long vector = kernel.arena().longs(buffer, MESSAGE_BYTES);
        long control = kernel.arena().longs(0, 0, 0);
        // struct msghdr: name, namelen, iov, iovlen, control, controllen, flags
        long message = kernel.arena().longs(0, 0, vector, 1, control, CONTROL_BYTES, 0);
        int n = (int) kernel.run(kernel.call(Syscall.RECVMSG).with(socket).with(message).with(MSG_CMSG_CLOEXEC)).get();
        byte[] bytes = kernel.arena().getBytes(buffer, n);
        received = kernel.arena().getLong(message + CONTROL_LENGTH_AT) == 0 ? Fd.NONE
                : Fd.of(kernel.arena().getInt(control + CONTROL_DESCRIPTOR_AT));
        kernel.arena().reset(mark);
        if (n == 0) {
            throw new SetupFailed(step, "criu failed: it ended without an answer", null);
        }
        return CriuReply.read(bytes);
    }

    /** Ends the conversation, at which CRIU gives up what is unfinished, and collects the process. */
    @Override
    public void close() {
        if (open) {
            open = false;
            kernel.close(socket);
            kernel.run(kernel.call(Syscall.WAIT4).with(pid).with(0).with(0).with(0));
            UnifiedOptions.putBack(kernel, cgroupOptions);
        }
    }
}
