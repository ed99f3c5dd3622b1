package carafe.kernel;

import java.nio.ByteBuffer;

/**
 * Off-heap memory that is handed out front to back and given up as a whole.
 *
 * <p>Every argument of a system call that is a pointer points in here. A private arena serves calls of this process; a
 * shared one is a memfd mapped at one and the same address here and in a {@link carafe.kernel.servant.Servant}, so
 * that addresses mean the same on both sides. Not safe for use by several threads at once.
 */
public final class Arena implements AutoCloseable {
    private static final int PROT_NONE = 0;
    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_SHARED = 0x01;
    private static final int MAP_PRIVATE = 0x02;
    private static final int MAP_FIXED = 0x10;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_NORESERVE = 0x4000;
    private static final int MAP_FIXED_NOREPLACE = 0x100000;
    private static final int MFD_CLOEXEC = 1;
    private static final int GROWTH = 1 << 20;

    /** Below 2^38, because an aarch64 kernel with 39-bit addresses has nothing above. */
    private static final long SHARED_BASE = 0x20_0000_0000L;
    private static final long SHARED_STEP = 0x400_0000L;
    private static final int SHARED_PLACES = 1024;

    private final long address;
    private final int size;
    private final int fd;
    private final ByteBuffer memory;
    /** What lies behind is address space without memory. */
    private int usable;
    private int used;

    private Arena(long address, int size, int fd) {
        this.address = address;
        this.size = size;
        this.fd = fd;
        this.memory = Libc.view(address, size);
        this.usable = size;
    }

    /** Memory of this process alone; pages that are never touched cost nothing. */
    public static Arena ofProcess(int size) {
        long address = checked(Syscall.MMAP, Libc.call(Syscall.MMAP, 0, size, PROT_READ_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
        return new Arena(address, size, -1);
    }

    /**
     * The same, which grows: a config.json, and so what is written of it, can have any length.
     *
     * @param first bytes to begin with, a multiple of the page size
     * @param most  bytes in the end; until they are needed they are neither memory nor a promise of it
     */
    public static Arena growing(int first, int most) {
        long address = checked(Syscall.MMAP, Libc.call(Syscall.MMAP, 0, most, PROT_NONE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
        Arena arena = new Arena(address, most, -1);
        arena.usable = 0;
        arena.grow(first);
        return arena;
    }

    private void grow(int wanted) {
        checked(Syscall.MMAP, Libc.call(Syscall.MMAP, address + usable, wanted - usable, PROT_READ_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0));
        usable = wanted;
    }

    /** Memory a servant can map too, through {@link #fd()}, at the same {@link #address()}. */
    public static Arena shared(int size) {
        try (Arena scratch = ofProcess(4096)) {
            int fd = (int) checked(Syscall.MEMFD_CREATE,
                    Libc.call(Syscall.MEMFD_CREATE, scratch.string("carafe-arena"), MFD_CLOEXEC));
            checked(Syscall.FTRUNCATE, Libc.call(Syscall.FTRUNCATE, fd, size));
            return new Arena(mapSomewhereFree(fd, size), size, fd);
        }
    }

    /**
     * Several arenas may live in one JVM and something else may sit at any address, so places are tried in turn. The
     * process id spreads the first try, which in a short-lived process is then also the last.
     */
    private static long mapSomewhereFree(int fd, int size) {
        long first = Libc.call(Syscall.GETPID);
        long result = 0;
        for (int i = 0; i < SHARED_PLACES; i++) {
            long wanted = SHARED_BASE + (first + i) % SHARED_PLACES * SHARED_STEP;
            result = Libc.call(Syscall.MMAP, wanted, size, PROT_READ_WRITE, MAP_SHARED | MAP_FIXED_NOREPLACE,
                    fd, 0);
            if (result == wanted) {
                return result;
            }
            if (result > 0) {
                // a kernel before 4.17 takes the address as a hint only
                Libc.call(Syscall.MUNMAP, result, size);
                result = -Errno.EEXIST;
            }
        }
        return checked(Syscall.MMAP, result);
    }

    private static long checked(Syscall syscall, long result) {
        if (Libc.failed(result)) {
            throw new ErrnoException(syscall.label(), (int) -result);
        }
        return result;
    }

    public long address() {
        return address;
    }

    public int size() {
        return size;
    }

    /** The memfd behind a shared arena, owned by the arena; -1 for a private one. */
    public int fd() {
        return fd;
    }

    /** The whole arena as a little-endian buffer; index 0 is {@link #address()}. */
    public ByteBuffer memory() {
        return memory;
    }

    /** Where {@code pointer} lies in {@link #memory()}. */
    public int offset(long pointer) {
        return (int) (pointer - address);
    }

    /**
     * Takes {@code bytes} bytes aligned to {@code alignment} (a power of two), zeroed unless reused after a reset.
     *
     * @throws OutOfMemoryError if there are no more, as when the heap is full: what was to be read or written is too large
     */
    public long allocate(int bytes, int alignment) {
        int start = (used + alignment - 1) & -alignment;
        if (bytes > size - start) {
            throw new OutOfMemoryError("arena of " + size + " bytes is full");
        }
        used = start + bytes;
        if (used > usable) {
            grow((int) Math.min(size, Math.max(2L * usable, used + GROWTH & -GROWTH)));
        }
        return address + start;
    }

    /** A NUL-terminated UTF-8 copy. */
    public long string(String text) {
        byte[] bytes = RawText.bytes(text);
        long at = allocate(bytes.length + 1, 1);
        memory.put(offset(at), bytes).put(offset(at) + bytes.length, (byte) 0);
        return at;
    }

    /** A copy, aligned to 8 as every kernel struct accepts. */
    public long bytes(byte[] bytes) {
        long at = allocate(bytes.length, 8);
        memory.put(offset(at), bytes);
        return at;
    }

    public long longs(long... values) {
        long at = allocate(Long.BYTES * values.length, 8);
        for (int i = 0; i < values.length; i++) {
            memory.putLong(offset(at) + Long.BYTES * i, values[i]);
        }
        return at;
    }

    public long ints(int... values) {
        long at = allocate(Integer.BYTES * values.length, 8);
        for (int i = 0; i < values.length; i++) {
            memory.putInt(offset(at) + Integer.BYTES * i, values[i]);
        }
        return at;
    }

    /** A NULL-terminated vector of strings, as execve(2) takes it. */
    public long strings(Iterable<String> texts) {
        int count = 0;
        for (String ignored : texts) {
            count++;
        }
        long[] pointers = new long[count + 1];
        int i = 0;
        for (String text : texts) {
            pointers[i++] = string(text);
        }
        return longs(pointers);
    }

    public int getInt(long pointer) {
        return memory.getInt(offset(pointer));
    }

    public long getLong(long pointer) {
        return memory.getLong(offset(pointer));
    }

    public byte[] getBytes(long pointer, int length) {
        byte[] copy = new byte[length];
        memory.get(offset(pointer), copy);
        return copy;
    }

    /** The NUL-terminated string at {@code pointer}. */
    public String getString(long pointer) {
        int start = offset(pointer);
        int end = start;
        while (end < usable && memory.get(end) != 0) {
            end++;
        }
        return RawText.of(getBytes(pointer, end - start));
    }

    /** How much is in use; {@link #reset} takes it back to there. */
    public int mark() {
        return used;
    }

    /** Gives up everything taken since {@code mark}. The bytes keep their old contents. */
    public void reset(int mark) {
        used = mark;
    }

    /** Unmaps the memory; every pointer into it is dead then. */
    @Override
    public void close() {
        Libc.call(Syscall.MUNMAP, address, size);
        if (fd >= 0) {
            Libc.call(Syscall.CLOSE, fd);
        }
    }
}
