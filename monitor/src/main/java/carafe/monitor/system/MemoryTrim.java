package carafe.monitor.system;

import static java.nio.charset.StandardCharsets.US_ASCII;

import carafe.kernel.Libc;
import carafe.kernel.Open;
import carafe.kernel.Sys;
import carafe.kernel.Syscall;
import java.nio.ByteBuffer;

/**
 * Gives back the memory that only the start needed.
 *
 * <p>A native image is one file of code and of objects made at build time; starting touches most of it, waiting for a
 * container almost nothing. Pages of it that were never written are dropped and come back from the page cache when
 * they are touched again. Only an executable without run-time relocations and with a single thread may do that.
 */
public final class MemoryTrim {
    private static final int MAPS = 8 * 1024;
    /** Entries of pagemap that are read at once. */
    private static final int BATCH = 512;
    private static final int SCRATCH = MAPS + BATCH * Long.BYTES;
    private static final int MADV_NORMAL = 0;
    private static final int MADV_DONTNEED = 4;
    /** Bits 63 present, 62 swapped, 61 of a file (Documentation/admin-guide/mm/pagemap.rst). */
    private static final long PRESENT_OF_FILE = 0b101;
    private static final byte[] MAPS_PATH = "/proc/self/maps\0".getBytes(US_ASCII);
    private static final byte[] PAGEMAP_PATH = "/proc/self/pagemap\0".getBytes(US_ASCII);

    private final Sys sys;
    private final ByteBuffer memory;
    private final boolean possible;
    private final int page = Libc.getpagesize();
    /** The scratch memory in whole pages, because that is how it is given back. */
    private final int held = SCRATCH + page - 1 & -page;
    private long scratch;
    private int at;
    private int advice;
    private int pagemap;

    /** Does nothing on a JVM. */
    public MemoryTrim(Sys sys) {
        this.sys = sys;
        memory = sys.memory();
        possible = "runtime".equals(System.getProperty("org.graalvm.nativeimage.imagecode"));
    }

    /** Allocates nothing: it is done over and over in a container with steady output. */
    public void run() {
        if (!possible) {
            return;
        }
        int mark = sys.arena().mark();
        scratch = sys.arena().allocate(held, page);
        at = sys.offset(scratch);
        // first a rehearsal: what the walk itself writes to must be written to before pages are judged
        walk(MADV_NORMAL);
        walk(MADV_DONTNEED);
        Libc.call(Syscall.MADVISE, scratch, held, MADV_DONTNEED);
        sys.arena().reset(mark);
    }

    private int open(byte[] path) {
        int mark = sys.arena().mark();
        int fd = (int) Libc.call(Syscall.OPENAT, Sys.AT_FDCWD, sys.arena().bytes(path), Open.O_CLOEXEC, 0);
        sys.arena().reset(mark);
        return fd;
    }

    private void walk(int how) {
        advice = how;
        int maps = open(MAPS_PATH);
        pagemap = open(PAGEMAP_PATH);
        int length = 0;
        for (int n = 1; n > 0 && length < MAPS; length += Math.max(n, 0)) {
            n = sys.read(maps, scratch + length, MAPS - length);
        }
        sys.close(maps);
        for (int line = at; line < at + length; ) {
            line = region(line, at + length);
        }
        sys.close(pagemap);
    }

    /** Handles a line {@code LOW-HIGH PERMISSIONS OFFSET DEVICE INODE PATH}; gives the start of the next one. */
    private int region(int line, int end) {
        int i = line;
        long low = 0;
        for (; memory.get(i) != '-'; i++) {
            low = low << 4 | Character.digit(memory.get(i), 16);
        }
        long high = 0;
        for (i++; memory.get(i) != ' '; i++) {
            high = high << 4 | Character.digit(memory.get(i), 16);
        }
        boolean ofFile = false;
        for (; i < end && memory.get(i) != '\n'; i++) {
            ofFile |= memory.get(i) == '/';
        }
        for (long address = low; ofFile && address < high; address += (long) BATCH * page) {
            drop(address, (int) Math.min(BATCH, (high - address) / page));
        }
        return i + 1;
    }

    /** Drops the runs of clean pages among {@code pages} pages. */
    private void drop(long address, int pages) {
        int entries = at + MAPS;
        sys.pread(pagemap, scratch + MAPS, pages * Long.BYTES, address / page * Long.BYTES);
        int run = -1;
        for (int i = 0; i <= pages; i++) {
            boolean clean = i < pages && memory.getLong(entries + i * Long.BYTES) >>> 61 == PRESENT_OF_FILE;
            if (clean && run < 0) {
                run = i;
            } else if (!clean && run >= 0) {
                Libc.call(Syscall.MADVISE, address + (long) run * page, (long) (i - run) * page, advice);
                run = -1;
            }
        }
    }
}
