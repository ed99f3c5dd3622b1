package carafe.monitor.direct;

import carafe.kernel.Errno;
import carafe.kernel.Sys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** A connected socket as a channel, through the kernel layer: the native program has no java.net. */
final class KernelChannel implements ByteChannel {
    private static final int BUFFER = 32 * 1024;

    private final Sys sys;
    private final int fd;
    private final long buffer;
    private boolean open = true;

    /** Takes the descriptor over. */
    KernelChannel(Sys sys, int fd) {
        this.sys = sys;
        this.fd = fd;
        buffer = sys.arena().allocate(BUFFER, 8);
    }

    int fd() {
        return fd;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        int n = sys.read(fd, buffer, Math.min(to.remaining(), BUFFER));
        if (n < 0) {
            throw new IOException(Errno.describe(-n));
        }
        to.put(sys.memory().slice(sys.offset(buffer), n));
        return n == 0 ? -1 : n;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int length = Math.min(from.remaining(), BUFFER);
        sys.memory().put(sys.offset(buffer), from, from.position(), length);
        int n = sys.write(fd, buffer, length);
        if (n < 0) {
            throw new IOException(Errno.describe(-n));
        }
        from.position(from.position() + n);
        return n;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            sys.close(fd);
        }
    }
}
