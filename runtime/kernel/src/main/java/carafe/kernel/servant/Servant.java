package carafe.kernel.servant;

import carafe.kernel.Arena;
import carafe.kernel.Call;
import carafe.kernel.CallObserver;
import carafe.kernel.CallingKernel;
import carafe.kernel.CloneArgs;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.FileCalls;
import carafe.kernel.Libc;
import carafe.kernel.LocalKernel;
import carafe.kernel.SocketCalls;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;
import java.util.Arrays;

/**
 * A kernel that acts in another process, which can enter the namespaces of a container and finally become its program.
 *
 * <p>Calls are queued and travel in batches; see the package description for the protocol. The servant dies with the
 * thread that spawned it until {@link #outliveParent} has been called and answered.
 */
public final class Servant extends CallingKernel {
    private static final int ARENA = 16 << 20;
    private static final int RECORDS = Batch.MAX_CALLS * RecordLayout.SIZE;
    private static final int SO_RCVTIMEO = 20;
    /** A dead NFS or FUSE mount blocks for ever; engines give a create four minutes. */
    private static final int TIMEOUT_SECONDS = 120;
    private static final int FIRST_REALTIME_SIGNAL = 32;
    /** Where to go on after a handler, which the kernel insists on; ours never returns (sigaction(2)). */
    private static final long SA_RESTORER = 0x4000000;

    private final LocalKernel local;
    private final ServantImage image;
    private final int timeoutSeconds;
    private final Arena arena;
    private final long records;
    private final long message;
    private final Fd socket;
    private Fd servantSocket;
    private long controlBlock;
    private int pid;
    private long signalHandler;
    private Fd pidfd;
    private Batch batch = new Batch();
    private Runnable meanwhile;
    /** Null for nobody. */
    private final CallObserver observer;
    private long sentAt;
    private boolean connected = true;
    private boolean open = true;

    private Servant(LocalKernel local, Arena arena, ServantImage image, int timeoutSeconds) {
        this.timeoutSeconds = timeoutSeconds;
        this.local = local;
        this.observer = local.observer();
        this.image = image;
        this.arena = arena;
        this.controlBlock = arena.allocate(ControlBlock.SIZE, 64);
        this.records = arena.allocate(RECORDS, 64);
        this.message = arena.allocate(32, 8);
        Fd[] ends = new Fd[2];
        local.socketpair(SocketCalls.SOCK_SEQPACKET, ends);
        this.socket = ends[0];
        this.servantSocket = ends[1];
        local.run(local.call(Syscall.SETSOCKOPT).with(socket).with(SocketCalls.SOL_SOCKET).with(SO_RCVTIMEO)
                .with(local.arena().longs(timeoutSeconds, 0)).with(16));
        arena.memory().putInt(arena.offset(controlBlock) + ControlBlock.SOCKET, servantSocket.number());
    }

    /**
     * Starts one in this process's namespaces.
     *
     * @param keep descriptors it shall have too, under the same numbers, besides 0, 1 and 2
     */
    public static Servant spawn(LocalKernel local, int... keep) {
        return spawn(local, ServantImage.NATIVE, TIMEOUT_SECONDS, keep);
    }

    static Servant spawn(LocalKernel local, ServantImage image, int timeoutSeconds, int... keep) {
        Servant servant = new Servant(local, Arena.shared(ARENA), image, timeoutSeconds);
        try {
            servant.start(keep);
        } catch (RuntimeException | Error e) {
            servant.close();
            throw e;
        }
        return servant;
    }

    private void start(int[] keep) {
        ServantImage.Started started = image.start(local, arena, controlBlock, servantSocket, keep);
        pid = started.pid();
        signalHandler = started.signalHandler();
        pidfd = local.pidfdOpen(pid);
        local.close(servantSocket);
        enter(StepKind.START_SERVANT);
        dieWithParent();
        // whatever the caller left open must not reach the container (CVE-2024-21626)
        closeAllBut(keep);
        cloexecFrom(3);
        // posix_spawn of glibc leaves the two signals it uses itself ignored
        long byDefault = arena.longs(0, 0, 0, 0);
        for (int signal = FIRST_REALTIME_SIGNAL; signal < FIRST_REALTIME_SIGNAL + 3; signal++) {
            run(call(Syscall.RT_SIGACTION).with(signal).with(byDefault).with(0).with(8));
        }
    }

    /** Closes what a servant that waits for long must not hold open; queued. Descriptors below 3 stay, too. */
    public void closeAllBut(int... keep) {
        int[] kept = Arrays.copyOf(keep, keep.length + 1);
        kept[keep.length] = servantSocket.number();
        Arrays.sort(kept);
        long next = 3;
        for (int fd : kept) {
            if (fd > next) {
                closeRange(next, fd - 1);
            }
            next = Math.max(next, fd + 1);
        }
        closeRange(next, FileCalls.HIGHEST_FD);
    }

    /**
     * Lets signals that ask a process to end do so while the servant waits for long; queued. A pid namespace's first
     * process needs a handler for that: the kernel drops signals it would otherwise die of. The program that follows
     * starts with the default actions again (execve(2)).
     */
    public void endOnSignals() {
        long action = arena.longs(signalHandler, SA_RESTORER, signalHandler, 0);
        long mask = 0;
        for (int signal : new int[] {SIGHUP, SIGINT, SIGQUIT, SIGTERM}) {
            run(call(Syscall.RT_SIGACTION).with(signal).with(action).with(0).with(8));
            mask |= 1L << signal - 1;
        }
        run(call(Syscall.RT_SIGPROCMASK).with(SIG_UNBLOCK).with(arena.longs(mask)).with(0).with(8));
    }

    /** From the next answered batch on the servant survives its parent. */
    public void outliveParent() {
        prctl(PR_SET_PDEATHSIG, 0);
    }

    /**
     * Fetches a descriptor of the servant. Sent over the socket, because pidfd_getfd is not allowed on a process that
     * is not dumpable without privileges over the host.
     *
     * @return a descriptor of this process, close-on-exec, owned by the caller
     */
    public Fd take(Fd theirs) {
        if (batch.hasOtherWays()) {
            // a descriptor and an answer are waited for at once, so nothing can be gone on with in between
            flush();
        }
        DescriptorMessage sent = DescriptorMessage.withOneByte(arena).carrying(theirs);
        run(call(Syscall.SENDMSG).with(Fd.of(socketInServant())).with(sent.pointer()).with(SocketCalls.MSG_NOSIGNAL));
        Batch running = takeBatch();
        send(running);
        // the descriptor comes first, but only the answer if something failed
        DescriptorMessage received = new DescriptorMessage(arena, message + 16, ControlBlock.ANSWER_BYTES);
        long n = Libc.call(Syscall.RECVMSG, socket.number(), received.pointer(), DescriptorMessage.MSG_CMSG_CLOEXEC);
        complete(running, n == 1 ? receive(running) : answer(running, n));
        return received.descriptor();
    }

    /**
     * Gives the servant a descriptor of this process.
     *
     * @param own stays the caller's
     * @return the servant's copy, close-on-exec
     */
    public Fd give(Fd own) {
        // should an earlier call fail, nobody would fetch the descriptor, and it would be taken for a batch
        flush();
        DescriptorMessage received = DescriptorMessage.withOneByte(arena);
        run(call(Syscall.RECVMSG).with(Fd.of(socketInServant())).with(received.pointer())
                .with(DescriptorMessage.MSG_CMSG_CLOEXEC));
        Batch running = takeBatch();
        send(running);
        local.sendFd(socket, new byte[1], own);
        complete(running, receive(running));
        return received.descriptor();
    }

    /** The host's pid of the process that runs the calls now. */
    public int pid() {
        return pid;
    }

    /** Refers to {@link #pid()}; owned by the servant. */
    public Fd pidfd() {
        return pidfd;
    }

    /** The servant's own end of the socket, to be kept when it closes descriptors. */
    public int socketInServant() {
        return servantSocket.number();
    }

    @Override
    public Arena arena() {
        return arena;
    }

    @Override
    public void submit(Call call) {
        if (batch.isFull()) {
            flush();
        }
        batch.add(call);
    }

    @Override
    public void flush() {
        if (batch.isEmpty()) {
            workMeanwhile();
            return;
        }
        Batch running = takeBatch();
        while (!running.isEmpty()) {
            int mark = arena.mark();
            send(running);
            int done = receive(running);
            // the servant has answered, so it needs the arguments no more
            arena.reset(mark);
            running = complete(running, done);
        }
    }

    /**
     * Has this process do something while the servant works off the next batch, whoever sends it, instead of only
     * waiting for the answer. It is done when {@link #flush} returns, and what it throws comes out of there; the servant
     * is good for nothing then but to be killed.
     *
     * @param work makes no calls of this servant, and needs nothing of what the servant is doing
     */
    public void meanwhile(Runnable work) {
        if (meanwhile != null) {
            flush();
        }
        meanwhile = work;
    }

    private void workMeanwhile() {
        Runnable work = meanwhile;
        meanwhile = null;
        if (work != null) {
            work.run();
        }
    }

    private Batch takeBatch() {
        Batch taken = batch;
        batch = new Batch();
        return taken;
    }

    /** What is left to do where a call got its result in another way; else nothing. */
    private Batch complete(Batch running, int done) {
        running.complete(arena, records, done);
        int error = (int) arena.getLong(message + 24);
        tell(running, error == 0 ? running.size() : done, error);
        if (error == 0) {
            return new Batch();
        }
        if (!resultOtherwise(running.get(done), error)) {
            throw new ErrnoException(running.get(done), error);
        }
        // what was queued on that way comes before what is left
        flush();
        return running.after(done);
    }

    /**
     * Moves on into a new child in new namespaces: a child of this process, not of the servant (CLONE_PARENT), because
     * whoever started us must be able to collect the container. The old process ends.
     *
     * @param namespaces CLONE_NEW* flags, may be 0 to enter a pid namespace joined with setns
     * @param cgroup     directory of a version 2 cgroup to be born in, or {@link Fd#NONE}
     */
    public void become(long namespaces, Fd cgroup) {
        long childBlock = arena.allocate(ControlBlock.SIZE, 64);
        // memory that an earlier batch used comes back as it was
        arena.memory().put(arena.offset(childBlock), new byte[ControlBlock.SIZE]);
        arena.memory().putInt(arena.offset(childBlock) + ControlBlock.SOCKET, servantSocket.number());
        long childPid = arena.longs(0);
        long flags = namespaces | CloneArgs.CLONE_PARENT | CloneArgs.CLONE_PARENT_SETTID
                | (cgroup == Fd.NONE ? 0 : CloneArgs.CLONE_INTO_CGROUP);
        CloneArgs arguments = new CloneArgs(flags, childPid, cgroup);
        run(call(Syscall.CLONE3).with(arguments).with(arguments.size()).with(0).with(0).with(0).with(childBlock));
        run(call(Syscall.EXIT_GROUP).with(0));
        // answered by the child; the old process answers only if something failed
        try {
            flush();
        } catch (RuntimeException e) {
            collectUnheard(arena.getInt(childPid));
            throw e;
        }
        controlBlock = childBlock;
        waitFor(pid);
        local.close(pidfd);
        pid = arena.getInt(childPid);
        pidfd = local.pidfdOpen(pid);
        dieWithParent();
    }

    /** The batch nobody waits for, as it ends in another program or in waiting for long; then lets the servant go. */
    public void detach(Runnable onError) {
        if (batch.hasOtherWays()) {
            throw new IllegalStateException("nobody would be there to go another way");
        }
        Batch last = takeBatch();
        onError.run();
        Batch report = takeBatch();
        long reportRecords = arena.allocate(Math.max(report.size(), 1) * RecordLayout.SIZE, 64);
        report.write(arena, reportRecords, image.abi());
        int at = arena.offset(controlBlock);
        arena.memory().putLong(at + ControlBlock.ON_ERROR, report.isEmpty() ? 0 : reportRecords);
        arena.memory().putInt(at + ControlBlock.ON_ERROR_COUNT, report.size());
        send(last);
        tell(last, last.size(), 0);
        letGo();
    }

    /** Where the answer lies that an error handler of {@link #detach} may write somewhere: 16 bytes, done and errno. */
    public long answerPointer() {
        return controlBlock + ControlBlock.DONE;
    }

    /**
     * Runs the last batch, which ends in execve: returns when the new program has replaced the servant.
     *
     * @throws ErrnoException if a call of the batch failed
     */
    public void execute() {
        Batch last = takeBatch();
        send(last);
        long n = receiveAnswer();
        while (n == ControlBlock.ANSWER_BYTES) {
            last = complete(last, (int) arena.getLong(message + 16));
            send(last);
            n = receiveAnswer();
        }
        if (n < 0) {
            throw stuck(last);
        }
        tell(last, last.size(), 0);
        letGo();
    }

    /** SIGKILL for the servant or the program it became, and reaped. */
    public void kill() {
        if (open) {
            local.allowing(Errno.ESRCH).pidfdSendSignal(pidfd, SIGKILL);
            waitFor(pid);
            close();
        }
    }

    /** @param error of the call after the first {@code ran}, 0 for none */
    private void tell(Batch batch, int ran, int error) {
        if (observer == null) {
            return;
        }
        int count = error == 0 ? ran : ran + 1;
        long share = count == 0 ? 0 : (System.nanoTime() - sentAt) / count;
        for (int i = 0; i < count; i++) {
            Call call = batch.get(i);
            long result = i == ran ? -error : call.result().isDone() ? call.result().get() : CallObserver.UNKNOWN;
            observer.ran(call, pid, result, sentAt + i * share, sentAt + (i + 1) * share);
        }
    }

    private void send(Batch sent) {
        sentAt = observer == null ? 0 : System.nanoTime();
        sent.write(arena, records, image.abi());
        int at = arena.offset(message);
        arena.memory().putLong(at, records).putLong(at + 8, sent.size());
        long n;
        do {
            n = Libc.call(Syscall.SENDTO, socket.number(), message, ControlBlock.COMMAND_BYTES,
                    SocketCalls.MSG_NOSIGNAL, 0, 0);
        } while (n == -Errno.EINTR);
        if (n != ControlBlock.COMMAND_BYTES) {
            throw new ServantException("the servant process is gone before step " + sent.get(0).step().name(),
                    sent.get(0).step());
        }
        workMeanwhile();
    }

    /** Waits for the answer; gives how many calls are done. */
    private int receive(Batch running) {
        return answer(running, receiveAnswer());
    }

    /** @param n what receiving it returned */
    private int answer(Batch running, long n) {
        if (n < 0) {
            throw stuck(running);
        }
        if (n != ControlBlock.ANSWER_BYTES) {
            Call call = current(running);
            throw new ServantException("the servant process died in " + call, call.step());
        }
        return (int) arena.getLong(message + 16);
    }

    private long receiveAnswer() {
        long n;
        do {
            n = Libc.call(Syscall.READ, socket.number(), message + 16, ControlBlock.ANSWER_BYTES);
        } while (n == -Errno.EINTR);
        // a servant that dies with our last message unread resets the connection
        return n == -Errno.ECONNRESET ? 0 : n;
    }

    private ServantException stuck(Batch running) {
        Call call = current(running);
        return new ServantException("no answer for " + timeoutSeconds + " s from " + call, call.step());
    }

    private Call current(Batch running) {
        long index = (arena.getLong(controlBlock + ControlBlock.CURRENT) - records) / RecordLayout.SIZE;
        return running.get(Math.clamp(index, 0, running.size() - 1));
    }

    /** A pid namespace that ends kills a new child before its first word, and waits until it is collected. */
    private void collectUnheard(int child) {
        if (child > 0) {
            local.allowing(Errno.ESRCH).kill(child, SIGKILL);
            waitFor(child);
        }
    }

    private void waitFor(int child) {
        local.allowing(Errno.ECHILD).run(local.call(Syscall.WAIT4).with(child).with(0).with(0).with(0));
    }

    /** An idle servant ends by itself now; one in its last batch goes on. */
    private void letGo() {
        if (connected) {
            connected = false;
            local.close(socket);
        }
    }

    /** Gives back everything on this side; the process, if it still runs, goes its own way. */
    @Override
    public void close() {
        letGo();
        if (open) {
            open = false;
            if (pidfd != null) {
                local.close(pidfd);
            }
            arena.close();
        }
    }
}
