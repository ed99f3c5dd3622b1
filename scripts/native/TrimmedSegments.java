import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Leaves the beginning of each segment of an executable to the kernel; the rest is mapped by clib/shim/early.c, which says
 * why. The size in the file is kept as the physical address, which Linux does not look at.
 *
 * <p>Memory that is not in the file must stay where it is, since the heap of brk(2) begins behind it: it becomes a segment of
 * its own, in place of the note which part is to be read-only after relocation, of which a static executable has none.
 *
 * <p>Usage: {@code java TrimmedSegments.java EXECUTABLE}, an ELF file of 64 bits (elf(5)).
 */
public final class TrimmedSegments {
    private static final int PT_LOAD = 1;
    private static final int PT_GNU_RELRO = 0x6474e552;
    private static final int SIZE = 56;
    private static final int FLAGS = 4;
    private static final int OFFSET = 8;
    private static final int ADDRESS = 16;
    private static final int PHYSICAL = 24;
    private static final int IN_FILE = 32;
    private static final int IN_MEMORY = 40;
    private static final int ALIGNMENT = 48;
    /** The code that maps the rest, with room to spare. */
    private static final long ROOM = 1024;
    /** More must not be left to the kernel, or it may not fit into a limit again. */
    private static final long MOST = 64 << 10;

    private final ByteBuffer elf;
    private final int headers;
    private final int count;

    private TrimmedSegments(ByteBuffer elf) {
        this.elf = elf;
        this.headers = (int) elf.getLong(32);
        this.count = elf.getShort(56);
    }

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        byte[] bytes = Files.readAllBytes(file);
        new TrimmedSegments(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)).trim();
        Files.write(file, bytes);
    }

    private void trim() {
        long entry = elf.getLong(24);
        int spare = find(PT_GNU_RELRO);
        for (int i = 0; i < count; i++) {
            int header = headers + SIZE * i;
            if (elf.getInt(header) != PT_LOAD || header == spare) {
                continue;
            }
            long address = elf.getLong(header + ADDRESS);
            boolean begins = entry >= address && entry < address + elf.getLong(header + IN_MEMORY);
            long first = endOfUnit(header, begins ? entry + ROOM : address + 1) - address;
            if (first > MOST) {
                throw new IllegalStateException("the entry point is " + first + " bytes behind the start of its segment");
            }
            if (elf.getLong(header + IN_FILE) > first) {
                shorten(header, address, first, spare);
            } else {
                elf.putLong(header + PHYSICAL, 0);
            }
        }
    }

    private void shorten(int header, long address, long first, int spare) {
        long inFile = elf.getLong(header + IN_FILE);
        long endOfMemory = address + elf.getLong(header + IN_MEMORY);
        long endOfFile = endOfUnit(header, address + inFile);
        if (endOfMemory > endOfFile) {
            elf.putInt(spare, PT_LOAD);
            elf.putInt(spare + FLAGS, elf.getInt(header + FLAGS));
            elf.putLong(spare + OFFSET, 0);
            elf.putLong(spare + ADDRESS, endOfFile);
            elf.putLong(spare + PHYSICAL, 0);
            elf.putLong(spare + IN_FILE, 0);
            elf.putLong(spare + IN_MEMORY, endOfMemory - endOfFile);
            elf.putLong(spare + ALIGNMENT, elf.getLong(header + ALIGNMENT));
        }
        elf.putLong(header + PHYSICAL, inFile);
        elf.putLong(header + IN_FILE, first);
        elf.putLong(header + IN_MEMORY, first);
    }

    /** The first boundary at or behind an address that can be mapped up to. */
    private long endOfUnit(int header, long address) {
        long alignment = elf.getLong(header + ALIGNMENT);
        return address + alignment - 1 & -alignment;
    }

    private int find(int type) {
        for (int i = 0; i < count; i++) {
            if (elf.getInt(headers + SIZE * i) == type) {
                return headers + SIZE * i;
            }
        }
        throw new IllegalStateException("no segment of type 0x" + Integer.toHexString(type));
    }
}
