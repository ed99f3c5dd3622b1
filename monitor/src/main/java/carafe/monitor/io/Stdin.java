package carafe.monitor.io;

import carafe.kernel.Errno;
import carafe.kernel.Sys;
import carafe.monitor.system.EventLoop;
import carafe.shim.AttachPacket;
import java.util.ArrayList;
import java.util.List;

/**
 * The container's standard input: a pipe, or the terminal once the runtime has sent it. What the container does not
 * read yet is held here, one packet at most; until it is gone clients are not asked for more.
 */
public final class Stdin implements EventLoop.Handler {
    private final Sys sys;
    private final EventLoop loop;
    private final long held;
    private final List<Source> sources = new ArrayList<>();
    private Runnable onClose = () -> { };
    private int fd = -1;
    private boolean expected;
    private boolean closeWhenSent;
    private int heldFrom;
    private int heldTo;
    private boolean watched;
    private boolean inputWanted = true;

    /** Somebody who has input to give. */
    public interface Source {
        /** Input is wanted, or not for the moment. */
        void wantInput(boolean wanted);
    }

    public Stdin(Sys sys, EventLoop loop) {
        this.sys = sys;
        this.loop = loop;
        held = sys.pool().take(AttachPacket.MAX_INPUT);
    }

    /** What else to do at the end of the input, for other copies of the descriptor hold it open. */
    public void onClose(Runnable action) {
        onClose = action;
    }

    /** The descriptor comes later; input is held until then. */
    public void expect() {
        expected = true;
    }

    /** Takes over the pipe's end or the terminal. */
    public void open(int descriptor) {
        fd = descriptor;
        expected = false;
        sys.setNonblocking(fd);
        ready(Sys.EPOLLOUT);
    }

    public boolean isOpen() {
        return fd >= 0;
    }

    public void addSource(Source source) {
        sources.add(source);
        if (heldFrom < heldTo) {
            source.wantInput(false);
        }
    }

    public void removeSource(Source source) {
        sources.remove(source);
    }

    /** Whether {@link #write} may be called. */
    public boolean wantsInput() {
        return heldFrom == heldTo;
    }

    /**
     * Gives input to the container; it is dropped if there is no standard input.
     *
     * @param length at most {@link AttachPacket#MAX_INPUT}
     */
    public void write(long buffer, int length) {
        if (fd < 0 && !expected) {
            return;
        }
        int written = fd < 0 ? 0 : Math.max(0, attempt(buffer, length));
        if (written < length && (fd >= 0 || expected)) {
            sys.memory().put(sys.offset(held), sys.memory(), sys.offset(buffer + written), length - written);
            heldFrom = 0;
            heldTo = length - written;
            wantInput(false);
            watch(fd >= 0);
        }
    }

    private int attempt(long buffer, int length) {
        int n = sys.write(fd, buffer, length);
        if (n < 0 && n != -Errno.EAGAIN) {
            finish();
        }
        return n;
    }

    @Override
    public void ready(int events) {
        while (heldFrom < heldTo && fd >= 0) {
            int n = attempt(held + heldFrom, heldTo - heldFrom);
            if (n < 0) {
                watch(fd >= 0);
                return;
            }
            heldFrom += n;
        }
        watch(false);
        if (closeWhenSent) {
            finish();
        }
        wantInput(true);
    }

    /** Ends the container's input after what is held. */
    public void end() {
        if (heldFrom < heldTo) {
            closeWhenSent = true;
        } else {
            finish();
        }
    }

    /** Gives up the descriptor and the buffer. */
    public void close() {
        watch(false);
        sources.clear();
        heldTo = heldFrom;
        if (fd >= 0) {
            sys.close(fd);
            fd = -1;
        }
        expected = false;
        sys.pool().give(held, AttachPacket.MAX_INPUT);
    }

    private void finish() {
        watch(false);
        heldTo = heldFrom;
        expected = false;
        if (fd >= 0) {
            sys.close(fd);
            fd = -1;
            onClose.run();
        }
        wantInput(true);
    }

    private void watch(boolean wanted) {
        if (wanted && !watched) {
            loop.add(fd, Sys.EPOLLOUT, this);
        } else if (!wanted && watched) {
            loop.remove(fd);
        }
        watched = wanted;
    }

    private void wantInput(boolean wanted) {
        if (wanted == inputWanted) {
            return;
        }
        inputWanted = wanted;
        for (int i = 0; i < sources.size(); i++) {
            sources.get(i).wantInput(wanted);
        }
    }
}
