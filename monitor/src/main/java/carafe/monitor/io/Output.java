package carafe.monitor.io;

import carafe.kernel.Errno;
import carafe.kernel.Sys;
import carafe.monitor.system.EventLoop;
import carafe.shim.Stream;
import java.util.List;

/** One output stream of a process: reads it and gives it to the sinks, one after the other. */
public final class Output implements EventLoop.Handler {
    /** Bytes of one read at most. */
    public static final int READ = 32 * 1024;
    /** Reads in a row before other descriptors get their turn. */
    private static final int READS = 16;
    /** While nobody has the terminal open, reading it fails; somebody may open it again. */
    private static final long HANGUP_MILLIS = 100;

    private final Sys sys;
    private final EventLoop loop;
    private final List<OutputSink> sinks;
    private final Stream stream;
    private final boolean terminal;
    private final long buffer;
    private final EventLoop.Timer resume;
    private final Runnable onEnd;
    private final Runnable onRead;
    private int fd = -1;
    private boolean watched;
    private boolean waitsForRoom;
    private boolean ending;
    private boolean drained;
    private long bytes;

    /**
     * @param buffer the address of {@link #READ} bytes, which all streams share
     * @param onEnd told when the stream has ended, or has been drained after {@link #end}
     * @param onRead told after everything that was read
     */
    public Output(Sys sys, EventLoop loop, List<OutputSink> sinks, Stream stream, boolean terminal, long buffer,
            Runnable onEnd, Runnable onRead) {
        this.sys = sys;
        this.loop = loop;
        this.sinks = sinks;
        this.stream = stream;
        this.terminal = terminal;
        this.buffer = buffer;
        this.onEnd = onEnd;
        this.onRead = onRead;
        resume = loop.timer(this::resume);
    }

    /** Begins to read; the descriptor is owned from now on. */
    public void start(int descriptor) {
        fd = descriptor;
        sys.setNonblocking(fd);
        watch(true);
    }

    @Override
    public void ready(int events) {
        for (int i = 0; i < READS && fd >= 0; i++) {
            if (!canGive()) {
                waitsForRoom = true;
                watch(false);
                return;
            }
            int n = sys.read(fd, buffer, READ);
            if (n == -Errno.EAGAIN) {
                drained |= ending;
                break;
            }
            if (n <= 0) {
                hangUp();
                return;
            }
            take(n);
            long delay = ending ? 0 : delay();
            if (delay > 0) {
                watch(false);
                resume.in(delay);
                return;
            }
        }
        if (drained) {
            finish();
        } else if (ending) {
            resume.in(0);
        }
    }

    private void take(int length) {
        int offset = sys.offset(buffer);
        bytes += length;
        for (int i = 0; i < sinks.size(); i++) {
            sinks.get(i).take(stream, offset, length);
        }
        onRead.run();
    }

    private boolean canGive() {
        for (int i = 0; i < sinks.size(); i++) {
            if (!sinks.get(i).canTake()) {
                return false;
            }
        }
        return true;
    }

    private long delay() {
        long longest = 0;
        for (int i = 0; i < sinks.size(); i++) {
            longest = Math.max(longest, sinks.get(i).delay(stream));
        }
        return longest;
    }

    /** End of file of a pipe, EIO of a terminal. */
    private void hangUp() {
        if (terminal && !ending) {
            watch(false);
            resume.in(HANGUP_MILLIS);
        } else {
            finish();
        }
    }

    private void finish() {
        watch(false);
        resume.cancel();
        if (fd >= 0) {
            sys.close(fd);
            fd = -1;
            onEnd.run();
        }
    }

    /** The container's process is gone: reads what is there and then ends, even if somebody holds the other side. */
    public void end() {
        ending = true;
        if (fd >= 0 && !waitsForRoom) {
            resume.cancel();
            ready(0);
        }
    }

    /** A sink has room again. */
    public void room() {
        if (waitsForRoom) {
            waitsForRoom = false;
            resume();
        }
    }

    private void resume() {
        if (fd < 0) {
            return;
        }
        if (ending) {
            ready(0);
        } else {
            watch(true);
        }
    }

    private void watch(boolean wanted) {
        if (wanted && !watched) {
            loop.add(fd, Sys.EPOLLIN, this);
        } else if (!wanted && watched) {
            loop.remove(fd);
        }
        watched = wanted;
    }

    public boolean isOpen() {
        return fd >= 0;
    }

    /** Bytes read so far. */
    public long bytes() {
        return bytes;
    }

    /** Reads no more, whatever comes, and forgets its timer. */
    public void close() {
        resume.remove();
        if (fd >= 0) {
            watch(false);
            sys.close(fd);
            fd = -1;
        }
    }
}
