package carafe.kernel;

/** Descriptors of which one is waited for: an array of struct pollfd (poll(2)) in an arena, until the arena's mark. */
public final class PollList {
    private static final int POLLIN = 1;
    private static final int BYTES = 8;
    private static final int FOUND = 6;

    private final Arena arena;
    private final long address;
    private final int count;

    /** Waits for each to be readable, or hung up. */
    public PollList(Arena arena, int... descriptors) {
        this.arena = arena;
        count = descriptors.length;
        address = arena.allocate(count * BYTES, 8);
        for (int i = 0; i < count; i++) {
            // the events wanted are the lower half of the second word, those found the upper
            arena.memory().putInt(arena.offset(address) + i * BYTES, descriptors[i])
                    .putInt(arena.offset(address) + i * BYTES + Integer.BYTES, POLLIN);
        }
    }

    public long address() {
        return address;
    }

    public int count() {
        return count;
    }

    /** Whether the call has found anything of the descriptor at this place. */
    public boolean isReady(int place) {
        return arena.memory().getShort(arena.offset(address) + place * BYTES + FOUND) != 0;
    }
}
