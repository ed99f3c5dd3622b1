package carafe.monitor.io;

import carafe.kernel.Errno;
import carafe.monitor.attach.OutputHub;
import carafe.monitor.log.LogSet;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.Sys;
import carafe.shim.Stream;

/** One output stream of the container: reads it, logs it, gives it to attach clients. */
public final class Output implements EventLoop.Handler {
    /** Bytes of one read at most. */
    public static final int READ = 32 * 1024;
    /** Reads in a row before other descriptors get their turn. */
    private static final int READS = 16;
    /** While nobody has the terminal open, reading it fails; somebody may open it again. */
    private static final long HANGUP_MILLIS = 100;

    private final Sys sys;
    private final EventLoop loop;
    private final LogSet logs;
    private final OutputHub hub;
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
    private long lines;

    /**
     * @param buffer the address of {@link #READ} bytes, which all streams share
     * @param onEnd told when the stream has ended, or has been drained after {@link #end}
     * @param onRead told after everything that was read
     */
    public Output(Sys sys, EventLoop loop, LogSet logs, OutputHub hub, Stream stream, boolean terminal, long buffer,
            Runnable onEnd, Runnable onRead) {
        this.sys = sys;
        this.loop = loop;
        this.logs = logs;
        this.hub = hub;
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
            if (!hub.canTake() || !logs.canTake()) {
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
            long delay = ending ? 0 : logs.delay(stream);
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
        lines += logs.write(stream, offset, length);
        hub.send(stream, offset, length);
        onRead.run();
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

    /** Attach clients, or logs, have room again. */
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

    public Stream stream() {
        return stream;
    }

    /** Bytes read so far. */
    public long bytes() {
        return bytes;
    }

    /** Newlines read so far. */
    public long lines() {
        return lines;
    }
}
