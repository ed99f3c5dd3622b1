package carafe.kernel;

import java.util.List;

/**
 * Starts a program as a child of this process, the way a process with many threads may: posix_spawn(3) shares the
 * parent's memory until the exec, so its cost does not grow with the heap.
 */
public final class PosixSpawn {
    /** Large enough for posix_spawn_file_actions_t and posix_spawnattr_t of glibc and musl (80 and 336 bytes). */
    private static final int OPAQUE = 512;
    /** A sigset_t of the C libraries. */
    private static final int SIGNAL_SET = 128;
    /** include: spawn.h */
    private static final short SETSIGDEF = 4;
    private static final short SETSIGMASK = 8;
    private static final short SETSID = 0x80;

    private PosixSpawn() {
    }

    /** As the other, all signals blocked: for a servant. */
    public static int run(Arena arena, String path, List<String> argv, List<String> environment, int[] keep) {
        return run(arena, path, argv, environment, identity(keep), true, false);
    }

    /**
     * Starts {@code path} with every signal at its default.
     *
     * @param descriptors pairs of (own number, number in the child); a pair of equal numbers just stays open
     * @param blocked     whether the child starts with all signals blocked or with none
     * @param newSession  whether the child leads a session of its own
     * @return the pid, to be waited for by the caller
     */
    public static int run(Arena arena, String path, List<String> argv, List<String> environment, int[][] descriptors,
            boolean blocked, boolean newSession) {
        int mark = arena.mark();
        long actions = arena.allocate(OPAQUE, 16);
        long attributes = arena.allocate(OPAQUE, 16);
        long all = signalSet(arena, (byte) 0xff);
        long mask = blocked ? all : signalSet(arena, (byte) 0);
        long pid = arena.longs(0);
        Libc.posix_spawn_file_actions_init(actions);
        Libc.posix_spawnattr_init(attributes);
        for (int[] pair : descriptors) {
            // dup2 of a descriptor onto itself clears close-on-exec in the child (POSIX.1-2024)
            Libc.posix_spawn_file_actions_adddup2(actions, pair[0], pair[1]);
        }
        Libc.posix_spawnattr_setsigdefault(attributes, all);
        Libc.posix_spawnattr_setsigmask(attributes, mask);
        Libc.posix_spawnattr_setflags(attributes, (short) (SETSIGDEF | SETSIGMASK | (newSession ? SETSID : 0)));
        int error = Libc.posix_spawn(pid, arena.string(path), actions, attributes, arena.strings(argv),
                arena.strings(environment));
        Libc.posix_spawnattr_destroy(attributes);
        Libc.posix_spawn_file_actions_destroy(actions);
        int child = arena.getInt(pid);
        arena.reset(mark);
        if (error != 0) {
            throw new ErrnoException("posix_spawn(path=\"" + path + "\")", error);
        }
        return child;
    }

    private static int[][] identity(int[] keep) {
        int[][] pairs = new int[keep.length][];
        for (int i = 0; i < keep.length; i++) {
            pairs[i] = new int[] {keep[i], keep[i]};
        }
        return pairs;
    }

    private static long signalSet(Arena arena, byte bits) {
        long set = arena.allocate(SIGNAL_SET, 8);
        for (int i = 0; i < SIGNAL_SET; i++) {
            arena.memory().put(arena.offset(set) + i, bits);
        }
        return set;
    }
}
