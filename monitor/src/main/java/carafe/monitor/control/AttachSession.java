package carafe.monitor.control;

import carafe.kernel.Arena;
import carafe.kernel.Errno;
import carafe.kernel.Sys;
import carafe.monitor.attach.OutputClient;
import carafe.monitor.attach.OutputHub;
import carafe.monitor.io.Stdin;
import carafe.monitor.system.EventLoop;
import carafe.shim.AttachFrame;
import carafe.shim.ControlRequest;
import carafe.shim.ProtocolException;
import java.nio.ByteBuffer;

/** A control connection that carries frames; {@link AttachFrame} says which. */
final class AttachSession implements OutputHub.Owner, Stdin.Source {
    /** Room for one frame of any size. */
    static final int INPUT = AttachFrame.HEADER + AttachFrame.MAX_DATA;

    private final Sys sys;
    private final EventLoop loop;
    private final Controlled controlled;
    private final int fd;
    private final Arena input;
    private final boolean givesInput;
    private final Runnable close;
    private final OutputClient client;
    private int received;
    private boolean wantsInput = true;
    private boolean wantsRoom;

    /**
     * @param input where what was received lies; at least {@link #INPUT} bytes, not owned
     * @param close closes the connection, and calls {@link #left}
     */
    AttachSession(Sys sys, EventLoop loop, Controlled controlled, int fd, Arena input, ControlRequest.Attach wanted,
            Runnable close) {
        this.sys = sys;
        this.loop = loop;
        this.controlled = controlled;
        this.fd = fd;
        this.input = input;
        this.givesInput = wanted.stdin();
        this.close = close;
        client = controlled.hub().join(fd, OutputClient.Framing.FRAME, this);
        controlled.hub().replay(client, wanted.replay());
        controlled.stdin().addSource(this);
    }

    void ready(int events) {
        if ((events & Sys.EPOLLOUT) != 0) {
            controlled.hub().roomOn(client);
        }
        if ((events & (Sys.EPOLLIN | Sys.EPOLLHUP | Sys.EPOLLERR)) != 0) {
            read();
        }
    }

    private void read() {
        int n = sys.receive(fd, input.address() + received, INPUT - received);
        if (n > 0) {
            received(received + n);
        } else if (n != -Errno.EAGAIN) {
            close.run();
        }
    }

    /** Handles the frames that are complete among the first {@code bytes} bytes of the input. */
    void received(int bytes) {
        received = bytes;
        try {
            while (received >= AttachFrame.HEADER && controlled.stdin().wantsInput()) {
                int type = AttachFrame.type(input.memory(), 0);
                int length = AttachFrame.length(input.memory(), 0);
                if (received < AttachFrame.HEADER + length) {
                    return;
                }
                int mark = sys.arena().mark();
                long data = takeFrame(length);
                handle(type, data, length);
                sys.arena().reset(mark);
            }
        } catch (ProtocolException e) {
            close.run();
        }
    }

    /**
     * Moves the first frame's data to the monitor's arena, where standard input can hold it, and the rest to the
     * front: handling a frame may ask for the next one.
     */
    private long takeFrame(int length) {
        long data = sys.arena().allocate(length, 8);
        sys.memory().put(sys.offset(data), input.memory(), AttachFrame.HEADER, length);
        received -= AttachFrame.HEADER + length;
        input.memory().put(0, input.memory(), AttachFrame.HEADER + length, received);
        return data;
    }

    private void handle(int type, long data, int length) throws ProtocolException {
        if (type == AttachFrame.STDIN && givesInput) {
            controlled.stdin().write(data, length);
        } else if (type == AttachFrame.STDIN_END && givesInput) {
            controlled.stdin().end();
        } else if (type != AttachFrame.STDIN && type != AttachFrame.STDIN_END) {
            throw new ProtocolException("attach frame of type " + type + ", expected 0 or 1");
        }
    }

    @Override
    public void wantInput(boolean wanted) {
        wantsInput = wanted;
        watch();
        if (wanted) {
            received(received);
        }
    }

    @Override
    public void watch(OutputClient of, boolean forRoom) {
        if (wantsRoom != forRoom) {
            wantsRoom = forRoom;
            watch();
        }
    }

    private void watch() {
        loop.modify(fd, (wantsInput ? Sys.EPOLLIN : 0) | (wantsRoom ? Sys.EPOLLOUT : 0));
    }

    @Override
    public void disconnect(OutputClient of) {
        close.run();
    }

    /** Sends the last frame; whoever is behind has had its time. */
    void exited(int code) {
        ByteBuffer frame = ByteBuffer.allocate(AttachFrame.HEADER + Integer.BYTES);
        AttachFrame.putExited(frame, code);
        int mark = sys.arena().mark();
        sys.send(fd, sys.arena().bytes(frame.array()), frame.capacity());
        sys.arena().reset(mark);
    }

    /** The connection is closed. */
    void left() {
        controlled.stdin().removeSource(this);
        controlled.hub().left(client);
    }
}
