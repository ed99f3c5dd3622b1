package carafe.kernel;

import java.util.Arrays;

/**
 * Buffers of the arena for what comes and goes while the monitor lives, as exec sessions do. What was given back is
 * taken again, so a monitor of many sessions is no larger than one of as many as there are at once.
 *
 * <p>The region is taken from the arena before anybody sets a mark there, and a page of it that was never taken is
 * address space alone.
 */
public final class Pool {
    private static final int ALIGNMENT = 64;

    private final long end;
    private long next;
    /** Free buffers: sizes[i] is the size of those whose addresses are in free[i], of which there are counts[i]. */
    private int[] sizes = new int[0];
    private long[][] free = new long[0][];
    private int[] counts = new int[0];

    Pool(Arena arena, int bytes) {
        next = arena.allocate(bytes, ALIGNMENT);
        end = next + bytes;
    }

    private static int rounded(int bytes) {
        return bytes + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** A buffer that nobody else has; its content is what the last one has left. */
    public long take(int bytes) {
        int size = rounded(bytes);
        int kind = kind(size);
        if (kind >= 0 && counts[kind] > 0) {
            return free[kind][--counts[kind]];
        }
        if (size > end - next) {
            throw new IllegalStateException("there is no memory left for another process's buffers");
        }
        long taken = next;
        next += size;
        return taken;
    }

    /** Gives a buffer back, with the size with which it was taken. */
    public void give(long address, int bytes) {
        int size = rounded(bytes);
        int kind = kind(size);
        if (kind < 0) {
            kind = sizes.length;
            sizes = Arrays.copyOf(sizes, kind + 1);
            free = Arrays.copyOf(free, kind + 1);
            counts = Arrays.copyOf(counts, kind + 1);
            sizes[kind] = size;
            free[kind] = new long[4];
        }
        if (counts[kind] == free[kind].length) {
            free[kind] = Arrays.copyOf(free[kind], 2 * counts[kind]);
        }
        free[kind][counts[kind]++] = address;
    }

    private int kind(int size) {
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == size) {
                return i;
            }
        }
        return -1;
    }
}
