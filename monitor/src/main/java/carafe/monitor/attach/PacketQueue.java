package carafe.monitor.attach;

import carafe.kernel.Arena;
import java.nio.ByteBuffer;

/**
 * Packets in the order they came, in a ring of bytes that is mapped when the first one is put.
 *
 * <pre>
 *   ┌─ head                    ┌─ tail
 *   [type 1][length 3][data]... [free]...
 * </pre>
 *
 * A packet may lie across the end of the ring, so its data is two parts.
 */
public final class PacketQueue {
    static final int HEADER = 4;

    private final int capacity;
    private Arena ring;
    private ByteBuffer ringBytes;
    private int head;
    private int used;

    public PacketQueue(int capacity) {
        this.capacity = capacity;
    }

    public boolean isEmpty() {
        return used == 0;
    }

    /** Whether a packet with so much data can be put. */
    public boolean fits(int length) {
        return capacity - used >= HEADER + length;
    }

    /** Appends a packet that fits; the data is copied. */
    public void put(int type, ByteBuffer from, int offset, int length) {
        if (ring == null) {
            ring = Arena.ofProcess(capacity);
            ringBytes = ring.memory();
        }
        putHeader(used, type, length);
        used += HEADER;
        int tail = (head + used) % capacity;
        int first = Math.min(length, capacity - tail);
        ringBytes.put(tail, from, offset, first);
        ringBytes.put(0, from, offset + first, length - first);
        used += length;
    }

    /** Appends a packet, and gives up the oldest ones until there is room; of a huge one the end is kept. */
    public void putLatest(int type, ByteBuffer from, int offset, int length) {
        int kept = Math.min(length, capacity - HEADER);
        if (kept <= 0) {
            return;
        }
        while (!fits(kept)) {
            shortenFirst(HEADER + kept - (capacity - used));
        }
        put(type, from, offset + length - kept, kept);
    }

    /** Gives up the first bytes of the first packet, or all of it: its header moves up to what is left. */
    private void shortenFirst(int bytes) {
        int type = firstType();
        int left = firstLength() - bytes;
        if (left <= 0) {
            removeFirst();
            return;
        }
        head = (head + bytes) % capacity;
        used -= bytes;
        putHeader(0, type, left);
    }

    private void putHeader(int index, int type, int length) {
        putAt(index, type);
        putAt(index + 1, length >> 16);
        putAt(index + 2, length >> 8);
        putAt(index + 3, length);
    }

    private void putAt(int index, int value) {
        ringBytes.put((head + index) % capacity, (byte) value);
    }

    int firstType() {
        return at(0);
    }

    int firstLength() {
        return at(1) << 16 | at(2) << 8 | at(3);
    }

    private int at(int index) {
        return ringBytes.get((head + index) % capacity) & 0xff;
    }

    /** The address of byte {@code index} of the first packet's data. */
    long address(int index) {
        return ring.address() + (head + HEADER + index) % capacity;
    }

    /** How many bytes from {@code index} on lie in one piece, of {@code length} wanted ones. */
    int contiguous(int index, int length) {
        return Math.min(length, capacity - (head + HEADER + index) % capacity);
    }

    /** Gives up the first packet. */
    public void removeFirst() {
        int size = HEADER + firstLength();
        head = (head + size) % capacity;
        used -= size;
        if (used == 0) {
            head = 0;
        }
    }

    /** Calls {@code to} with every packet, oldest first, of which the data is two parts by address. */
    void forEach(Visitor to) {
        int savedHead = head;
        int savedUsed = used;
        while (used > 0) {
            int length = firstLength();
            int first = contiguous(0, length);
            to.packet(firstType(), address(0), first, address(first), length - first);
            removeFirst();
        }
        head = savedHead;
        used = savedUsed;
    }

    /** Sees a packet. */
    interface Visitor {
        void packet(int type, long first, int firstLength, long second, int secondLength);
    }

    /** Bytes in use, headers included. */
    int used() {
        return used;
    }

    /** The ring as a buffer, for a visitor that copies. */
    ByteBuffer memory() {
        return ringBytes;
    }

    int offset(long address) {
        return ring.offset(address);
    }

    /** Unmaps the ring. */
    public void close() {
        if (ring != null) {
            ring.close();
            ring = null;
            used = 0;
            head = 0;
        }
    }
}
