package carafe.kernel;

import java.nio.ByteBuffer;

/**
 * struct clone_args (include/uapi/linux/sched.h) for a process that shares nothing with its parent.
 *
 * @param flags     CLONE_*
 * @param parentTid where CLONE_PARENT_SETTID stores the new pid, or 0
 * @param cgroup    for CLONE_INTO_CGROUP, else {@link Fd#NONE}
 */
public record CloneArgs(long flags, long parentTid, Fd cgroup) implements Struct {
    /** The child's parent is the caller's parent; the exit signal must be 0 then. */
    public static final long CLONE_PARENT = 0x8000;
    public static final long CLONE_PARENT_SETTID = 0x100000;
    public static final long CLONE_INTO_CGROUP = 0x200000000L;

    @Override
    public int size() {
        return 88;
    }

    @Override
    public void write(ByteBuffer to) {
        to.putLong(0, flags).putLong(24, parentTid).putLong(80, cgroup == Fd.NONE ? 0 : cgroup.number());
        // pidfd, child_tid, exit_signal, stack, stack_size, tls, set_tid and set_tid_size
        for (int unused : new int[] {8, 16, 32, 40, 48, 56, 64, 72}) {
            to.putLong(unused, 0);
        }
    }

    @Override
    public String toString() {
        return "{flags=" + FlagTable.CLONE.decode(flags) + "}";
    }
}
