package carafe.kernel;

/** What a {@link Stat} will be once the call has run. */
public final class PendingStat {
    private final Arena arena;
    private final long buffer;
    private final Ref result;
    private Stat stat;

    PendingStat(Arena arena, long buffer, Ref result) {
        this.arena = arena;
        this.buffer = buffer;
        this.result = result;
    }

    /** Null if the call failed with an error number that was allowed. */
    public Stat get() {
        if (stat == null && !result.failed()) {
            stat = Stat.read(arena, buffer);
        }
        return stat;
    }

    /** The allowed error number the call failed with, 0 if it succeeded. */
    public int errno() {
        return result.errno();
    }
}
