package carafe.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Who a process is and what it may do: ids, groups, capabilities, limits, filters. */
public interface IdentityCalls extends Calls {
    int PR_SET_KEEPCAPS = 8;
    int PR_CAPBSET_READ = 23;
    int PR_CAPBSET_DROP = 24;
    int PR_CAP_AMBIENT = 47;
    int PR_CAP_AMBIENT_RAISE = 2;
    int PR_CAP_AMBIENT_CLEAR_ALL = 4;
    /** _LINUX_CAPABILITY_VERSION_3 (include/uapi/linux/capability.h) */
    int CAPABILITY_VERSION = 0x20080522;
    int SECCOMP_SET_MODE_FILTER = 1;

    default void setresuid(long id) {
        run(call(Syscall.SETRESUID).with(id).with(id).with(id));
    }

    default void setresgid(long id) {
        run(call(Syscall.SETRESGID).with(id).with(id).with(id));
    }

    default Ref setgroups(long[] ids) {
        ByteBuffer groups = ByteBuffer.allocate(4 * ids.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long id : ids) {
            groups.putInt((int) id);
        }
        return run(call(Syscall.SETGROUPS).with(ids.length).with(groups.array()));
    }

    default void umask(int mask) {
        run(call(Syscall.UMASK).with(mask));
    }

    /** Sets three of the calling thread's sets at once; bit n is capability n. */
    default Ref capset(long effective, long permitted, long inheritable) {
        ByteBuffer header = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(CAPABILITY_VERSION).putInt(0);
        ByteBuffer data = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) effective).putInt((int) permitted).putInt((int) inheritable)
                .putInt((int) (effective >>> 32)).putInt((int) (permitted >>> 32)).putInt((int) (inheritable >>> 32));
        return run(call(Syscall.CAPSET).with(header.array()).with(data.array()));
    }

    /** {@code pid} 0 is the caller. The limits are unsigned; -1 is RLIM_INFINITY. */
    default Ref setRlimit(int pid, int resource, long soft, long hard) {
        ByteBuffer limits = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(soft).putLong(hard);
        return run(call(Syscall.PRLIMIT64).with(pid).with(resource).with(limits.array()).with(0));
    }
}
