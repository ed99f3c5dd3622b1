package carafe.monitor.control;

import carafe.kernel.Arena;
import carafe.kernel.Errno;
import carafe.kernel.Sys;
import carafe.monitor.system.EventLoop;
import carafe.shim.ControlCodec;
import carafe.shim.ControlError;
import carafe.shim.ControlRequest;
import carafe.shim.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One client of the control socket: reads request lines and answers them, until it asks to be attached; then an
 * {@link AttachSession} has the connection.
 */
final class ControlConnection implements EventLoop.Handler {
    /** Answers that a client may leave unread. */
    private static final int MAX_UNREAD = 64 * 1024;
    /** That come with a request: more than any has use for. */
    private static final int MAX_DESCRIPTORS = 8;
    private static final long IDLE_MILLIS = 1000L * ControlRequest.IDLE_SECONDS;

    private final Sys sys;
    private final EventLoop loop;
    private final Controlled controlled;
    private final int fd;
    private final Consumer<ControlConnection> onClose;
    private final Arena input = Arena.ofProcess(AttachSession.INPUT);
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream(0);
    private final List<Long> waiting = new ArrayList<>();
    /** What was received lies first where the kernel layer can put it, and then among what is not handled yet. */
    private final long inbox;
    private int[] descriptors = new int[0];
    private int received;
    private boolean wantsEvents;
    private boolean closed;
    private AttachSession attach;
    /** Since when nothing is asked, as long as {@link #isIdle}: bytes that make no request change nothing. */
    private long idleSince = System.nanoTime();
    private final EventLoop.Timer idle;

    ControlConnection(Sys sys, EventLoop loop, Controlled controlled, int fd, Consumer<ControlConnection> onClose) {
        this.sys = sys;
        this.loop = loop;
        this.controlled = controlled;
        this.fd = fd;
        this.onClose = onClose;
        inbox = sys.pool().take(ControlRequest.MAX_LINE);
        idle = loop.timer(this::idleTooLong);
        idle.in(IDLE_MILLIS);
        loop.add(fd, Sys.EPOLLIN, this);
    }

    @Override
    public void ready(int events) {
        if (attach != null) {
            attach.ready(events);
            return;
        }
        if ((events & Sys.EPOLLOUT) != 0) {
            sendUnread();
        }
        if (!closed && (events & (Sys.EPOLLIN | Sys.EPOLLHUP | Sys.EPOLLERR)) != 0) {
            read();
        }
    }

    private void read() {
        int n = receive();
        if (n == -Errno.EAGAIN) {
            return;
        }
        if (n <= 0) {
            close();
            return;
        }
        received += n;
        int start = 0;
        for (int i = 0; i < received && !closed && attach == null; i++) {
            if (input.memory().get(i) == '\n') {
                handle(input.getBytes(input.address() + start, i - start));
                start = i + 1;
            }
        }
        if (closed) {
            return;
        }
        if (start > 0) {
            asked();
        }
        keepFrom(start);
        if (attach != null) {
            attach.received(received);
        } else if (received == ControlRequest.MAX_LINE) {
            refuse(0, ControlError.TOO_LONG, "a request has at most " + ControlRequest.MAX_LINE + " bytes");
            close();
        }
    }

    private int receive() {
        int[] all = new int[MAX_DESCRIPTORS];
        Arrays.fill(all, -1);
        System.arraycopy(descriptors, 0, all, 0, descriptors.length);
        int n = sys.receiveDescriptors(fd, inbox, ControlRequest.MAX_LINE - received, all, descriptors.length);
        if (n > 0) {
            input.memory().put(received, sys.memory(), sys.offset(inbox), n);
        }
        int count = descriptors.length;
        while (count < MAX_DESCRIPTORS && all[count] >= 0) {
            count++;
        }
        descriptors = Arrays.copyOf(all, count);
        return n;
    }

    /** What comes with a request that has no use for it. */
    private void closeDescriptors() {
        for (int descriptor : descriptors) {
            sys.close(descriptor);
        }
        descriptors = new int[0];
    }

    private void asked() {
        idleSince = System.nanoTime();
        if (isIdle()) {
            idle.in(IDLE_MILLIS);
        } else {
            idle.cancel();
        }
    }

    /** Whether the client gets nothing more without a further request. */
    boolean isIdle() {
        return waiting.isEmpty() && !wantsEvents && attach == null;
    }

    /** Since when the connection {@link #isIdle}, as System.nanoTime tells. */
    long idleSince() {
        return idleSince;
    }

    private void idleTooLong() {
        refuse(0, ControlError.TIMED_OUT, "no request came in " + ControlRequest.IDLE_SECONDS + " seconds");
        close();
    }

    /** Somebody else needs the place of this idle connection. */
    void giveWay() {
        refuse(0, ControlError.TOO_MANY, "this connection is idle, and its place is needed");
        close();
    }

    /** Moves what is not yet handled to the front. */
    private void keepFrom(int start) {
        received -= start;
        input.memory().put(0, input.memory(), start, received);
    }

    private void handle(byte[] line) {
        long id = ControlCodec.id(line, line.length);
        try {
            handle(id, ControlCodec.decodeRequest(line, line.length));
        } catch (ProtocolException e) {
            refuse(id, ControlError.BAD_REQUEST, e.getMessage());
        }
        if (!closed) {
            closeDescriptors();
        }
    }

    private void handle(long id, ControlRequest request) {
        switch (request) {
            case ControlRequest.State state -> grant(id, controlled.state());
            case ControlRequest.Stats stats -> grant(id, controlled.stats());
            case ControlRequest.Wait wait -> {
                if (controlled.exitCode() == null) {
                    waiting.add(id);
                } else {
                    grant(id, Map.of("code", controlled.exitCode()));
                }
            }
            case ControlRequest.Events events -> {
                wantsEvents = true;
                grant(id, Map.of());
            }
            case ControlRequest.Attach wanted -> attach(id, wanted);
            case ControlRequest.Resize size -> {
                if (controlled.hasTerminal()) {
                    answer(id, controlled.resize(size.height(), size.width()));
                } else {
                    refuse(id, ControlError.NOT_POSSIBLE, "the container has no terminal");
                }
            }
            case ControlRequest.Signal signal -> answer(id, controlled.signal(signal.signal()));
            case ControlRequest.CloseStdin close -> {
                if (controlled.stdin().isOpen()) {
                    controlled.stdin().end();
                    grant(id, Map.of());
                } else {
                    refuse(id, ControlError.NOT_POSSIBLE, "the container has no standard input, or it is closed");
                }
            }
            case ControlRequest.Exec exec -> {
                int[] handedOver = descriptors;
                descriptors = new int[0];
                String refusal = controlled.exec(handedOver);
                if (refusal == null) {
                    grant(id, Map.of());
                } else {
                    refuse(id, ControlError.FAILED, refusal);
                }
            }
            case ControlRequest.ReopenLogs reopen -> {
                controlled.reopenLogs();
                grant(id, Map.of());
            }
            case ControlRequest.SetLogPolicy set -> {
                controlled.setLogPolicy(set.stream(), set.policy());
                grant(id, Map.of());
            }
        }
    }

    private void attach(long id, ControlRequest.Attach wanted) {
        grant(id, Map.of());
        if (!closed && unread.size() > 0) {
            // a frame must not come before a line that is still to be sent
            close();
        } else if (!closed) {
            attach = new AttachSession(sys, loop, controlled, fd, input, wanted, this::close);
        }
    }

    private void answer(long id, int result) {
        if (result < 0) {
            refuse(id, ControlError.FAILED, Errno.describe(-result));
        } else {
            grant(id, Map.of());
        }
    }

    private void grant(long id, Map<String, Object> members) {
        send(ControlCodec.encodeReply(id, members));
    }

    private void refuse(long id, ControlError error, String message) {
        send(ControlCodec.encodeError(id, error, message));
    }

    void tell(byte[] event) {
        if (wantsEvents && attach == null) {
            send(event);
        }
    }

    /** The container has exited with {@code code}; the connection is closed next. */
    void exited(int code) {
        for (long id : waiting) {
            grant(id, Map.of("code", code));
        }
        if (attach != null) {
            attach.exited(code);
        }
    }

    private void send(byte[] line) {
        unread.writeBytes(line);
        sendUnread();
        if (unread.size() > MAX_UNREAD) {
            close();
        }
    }

    private void sendUnread() {
        byte[] bytes = unread.toByteArray();
        int mark = sys.arena().mark();
        int sent = bytes.length == 0 || closed ? 0 : sys.send(fd, sys.arena().bytes(bytes), bytes.length);
        sys.arena().reset(mark);
        if (sent < 0 && sent != -Errno.EAGAIN) {
            close();
        } else if (!closed) {
            unread.reset();
            unread.write(bytes, Math.max(0, sent), bytes.length - Math.max(0, sent));
            loop.modify(fd, Sys.EPOLLIN | (unread.size() > 0 ? Sys.EPOLLOUT : 0));
        }
    }

    void close() {
        if (!closed) {
            closed = true;
            idle.remove();
            if (attach != null) {
                attach.left();
            }
            loop.remove(fd);
            sys.close(fd);
            input.close();
            closeDescriptors();
            sys.pool().give(inbox, ControlRequest.MAX_LINE);
            onClose.accept(this);
        }
    }
}
