package carafe.monitor.attach;

import carafe.kernel.Sys;
import java.nio.ByteBuffer;

/** A message of up to three parts for sendmsg(2), made once and filled again for each call. */
final class Gather {
    private static final int PREFIX = 8;
    private static final int MESSAGE = 56;
    private static final int PARTS = 3;
    private static final int PART = 16;
    private static final int SIZE = PREFIX + PARTS * PART + MESSAGE;

    private final Sys sys;
    private final ByteBuffer memory;
    private final long prefix;
    private final long message;
    private final int prefixAt;
    private final int partsAt;

    Gather(Sys sys) {
        this.sys = sys;
        memory = sys.memory();
        prefix = sys.pool().take(SIZE);
        long parts = prefix + PREFIX;
        message = parts + PARTS * PART;
        prefixAt = sys.offset(prefix);
        partsAt = sys.offset(parts);
        // struct msghdr: name, namelen, iov, iovlen, control, controllen, flags; all fields 8 bytes apart
        int at = sys.offset(message);
        for (int field = 0; field < MESSAGE; field += Long.BYTES) {
            memory.putLong(at + field, 0);
        }
        memory.putLong(at + 16, parts).putLong(at + 24, PARTS);
    }

    void close() {
        sys.pool().give(prefix, SIZE);
    }

    /** Where the prefix of the message is put. */
    ByteBuffer prefix() {
        return memory.position(prefixAt);
    }

    /** Sends what is left after {@code skip} bytes: how many bytes went, or a negated error number. */
    int send(int fd, int prefixLength, long first, int firstLength, long second, int secondLength, int skip) {
        int rest = skip;
        rest = part(0, prefix, prefixLength, rest);
        rest = part(1, first, firstLength, rest);
        part(2, second, secondLength, rest);
        return sys.sendMessage(fd, message);
    }

    private int part(int index, long address, int length, int skip) {
        int skipped = Math.min(skip, length);
        memory.putLong(partsAt + index * PART, address + skipped);
        memory.putLong(partsAt + index * PART + 8, length - skipped);
        return skip - skipped;
    }
}
