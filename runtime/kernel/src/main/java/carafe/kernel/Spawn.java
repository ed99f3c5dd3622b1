package carafe.kernel;

import java.util.List;

/**
 * Starts another program with posix_spawn(3): from a JVM, which cannot fork, as well as from a native image.
 *
 * <p>The child gets the descriptors that are not close-on-exec and those given with {@link #descriptor}, the default
 * action for every signal, and no blocked signal but those of {@link #blocked}.
 */
public final class Spawn {
    private static final short SETSIGDEF = 0x04;
    private static final short SETSIGMASK = 0x08;
    /** Room for either C library's posix_spawn_file_actions_t (80 bytes) and posix_spawnattr_t (336 bytes). */
    private static final int FILE_ACTIONS_BYTES = 256;
    private static final int ATTRIBUTES_BYTES = 1024;
    /** sizeof(sigset_t) in both C libraries. */
    private static final int SIGNAL_SET_BYTES = 128;

    private final Arena arena;
    private final int mark;
    private final long fileActions;
    private long blocked;

    /** @param arena for the arguments; it is reset after {@link #start} */
    public Spawn(Arena arena) {
        this.arena = arena;
        mark = arena.mark();
        fileActions = arena.allocate(FILE_ACTIONS_BYTES, 16);
        Libc.posix_spawn_file_actions_init(fileActions);
    }

    /** Makes our {@code fd} the child's descriptor {@code number}; in the order given, as dup2(2) does. */
    public Spawn descriptor(int fd, int number) {
        Libc.posix_spawn_file_actions_adddup2(fileActions, fd, number);
        return this;
    }

    /** The signals the child starts with blocked: bit n-1 for signal n. */
    public Spawn blocked(long signals) {
        blocked = signals;
        return this;
    }

    /** The child's pid, or the error number negated: that of the fork or of the exec. */
    public int start(String path, List<String> argv, List<String> environment) {
        return start(path, arena.strings(argv), arena.strings(environment));
    }

    /** As {@link #start(String, List, List)}, with vectors that lie in the arena already. */
    public int start(String path, long argv, long environment) {
        long attributes = arena.allocate(ATTRIBUTES_BYTES, 16);
        Libc.posix_spawnattr_init(attributes);
        Libc.posix_spawnattr_setflags(attributes, (short) (SETSIGDEF | SETSIGMASK));
        Libc.posix_spawnattr_setsigdefault(attributes, signalSet(-1L));
        Libc.posix_spawnattr_setsigmask(attributes, signalSet(blocked));
        long pid = arena.allocate(Integer.BYTES, Integer.BYTES);
        int error = Libc.posix_spawn(pid, arena.string(path), fileActions, attributes, argv, environment);
        int result = error == 0 ? arena.getInt(pid) : -error;
        Libc.posix_spawnattr_destroy(attributes);
        Libc.posix_spawn_file_actions_destroy(fileActions);
        arena.reset(mark);
        return result;
    }

    private long signalSet(long signals) {
        long set = arena.allocate(SIGNAL_SET_BYTES, 16);
        int at = arena.offset(set);
        for (int i = 0; i < SIGNAL_SET_BYTES; i += Long.BYTES) {
            arena.memory().putLong(at + i, i == 0 ? signals : 0);
        }
        return set;
    }
}
