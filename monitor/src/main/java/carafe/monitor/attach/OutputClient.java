package carafe.monitor.attach;

import carafe.kernel.Errno;
import carafe.kernel.Sys;
import carafe.shim.AttachFrame;
import carafe.shim.AttachPacket;
import java.nio.ByteBuffer;

/**
 * Somebody who watches the container's output over a socket, and the queue of what the socket does not take yet.
 * Sending never waits.
 */
public final class OutputClient {
    /** What a client may be behind before the policy decides. */
    static final int QUEUE = 1 << 20;

    /** How output is put on the socket. */
    public enum Framing {
        /** A packet of the attach socket: stream id and data, in one piece or not at all. */
        PACKET,
        /** A frame of the control socket: type, length and data, in any number of pieces. */
        FRAME
    }

    private final Sys sys;
    private final int fd;
    private final Framing framing;
    private final Gather gather;
    private final PacketQueue queue = new PacketQueue(QUEUE);
    /** Bytes of the first queued frame that the socket has taken. */
    private int sent;
    private long dropped;
    private long droppedUntold;
    private long lastTaken = System.nanoTime();
    private boolean broken;

    OutputClient(Sys sys, int fd, Framing framing, Gather gather) {
        this.sys = sys;
        this.fd = fd;
        this.framing = framing;
        this.gather = gather;
    }

    /** Sends or queues a piece of output; false if there is no room and {@code mayDrop} forbids to leave it out. */
    boolean offer(int type, int offset, int length, boolean mayDrop) {
        int max = framing == Framing.PACKET ? AttachPacket.MAX_DATA : AttachFrame.MAX_DATA;
        for (int done = 0; done < length && !broken; ) {
            int piece = Math.min(max, length - done);
            if (!offerPiece(type, offset + done, piece)) {
                if (!mayDrop) {
                    return false;
                }
                dropped += piece;
                droppedUntold += piece;
            }
            done += piece;
        }
        return true;
    }

    private boolean offerPiece(int type, int offset, int length) {
        tellDropped();
        int taken = 0;
        if (queue.isEmpty()) {
            taken = send(type, length, sys.arena().address() + offset, length, 0, 0, 0);
            if (taken < 0 || taken == prefix() + length) {
                return true;
            }
        }
        if (!queue.fits(length)) {
            return false;
        }
        queue.put(type, sys.memory(), offset, length);
        sent += taken;
        return true;
    }

    /** After a gap, a client with frames learns how large it was as soon as its queue has room. */
    private void tellDropped() {
        if (framing == Framing.FRAME && droppedUntold > 0 && queue.fits(Long.BYTES)) {
            ByteBuffer count = ByteBuffer.allocate(Long.BYTES).putLong(0, droppedUntold);
            queue.put(AttachFrame.DROPPED, count, 0, Long.BYTES);
            droppedUntold = 0;
        }
    }

    /** Sends what is queued, as far as the socket takes it. */
    void flush() {
        while (!queue.isEmpty() && !broken) {
            int length = queue.firstLength();
            int first = queue.contiguous(0, length);
            int taken = send(queue.firstType(), length, queue.address(0), first, queue.address(first),
                    length - first, sent);
            if (taken <= 0) {
                return;
            }
            sent += taken;
            if (sent == prefix() + length) {
                queue.removeFirst();
                sent = 0;
            }
        }
    }

    /** Bytes taken, 0 if none can be now, -1 if the client is gone. */
    private int send(int type, int length, long first, int firstLength, long second, int secondLength, int skip) {
        ByteBuffer prefix = gather.prefix();
        if (framing == Framing.FRAME) {
            AttachFrame.putHeader(prefix, type, length);
        } else {
            prefix.put((byte) type);
        }
        int result = gather.send(fd, prefix(), first, firstLength, second, secondLength, skip);
        if (result == -Errno.EAGAIN || result == -Errno.ENOBUFS) {
            return 0;
        }
        if (result < 0) {
            broken = true;
            return -1;
        }
        lastTaken = System.nanoTime();
        return result;
    }

    private int prefix() {
        return framing == Framing.PACKET ? 1 : AttachFrame.HEADER;
    }

    /** Whether there is room for what one read of output can bring. */
    boolean hasRoomFor(int length) {
        int packets = length / AttachPacket.MAX_DATA + 1;
        return queue.fits(length + packets * PacketQueue.HEADER);
    }

    boolean isBehind() {
        return !queue.isEmpty() && !broken;
    }

    /** Whether the other side cannot be written to any more. */
    boolean isBroken() {
        return broken;
    }

    /** Whether nothing was taken for so long although there is something queued. */
    boolean isStalled(long millis) {
        return isBehind() && System.nanoTime() - lastTaken > millis * 1_000_000;
    }

    /** Starts the time after which a client counts as stalled. */
    void touch() {
        if (!isBehind()) {
            lastTaken = System.nanoTime();
        }
    }

    /** Output bytes this client has missed. */
    public long dropped() {
        return dropped;
    }

    void release() {
        queue.close();
    }
}
