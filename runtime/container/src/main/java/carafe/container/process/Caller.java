package carafe.container.process;

import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Stat;
import carafe.kernel.Syscall;

/**
 * Whoever runs carafe.
 *
 * @param uid             effective
 * @param inUserNamespace whether that is not the initial one
 */
public record Caller(long uid, boolean inUserNamespace) {
    /** PROC_USER_INIT_INO, include/linux/proc_ns.h: the inode of the initial user namespace, on every machine. */
    private static final long INITIAL_USER_NAMESPACE = 0xEFFFFFFDL;

    public static Caller of(Kernel kernel) {
        long uid = kernel.run(kernel.call(Syscall.GETEUID)).get();
        // not by its maps: those of another user namespace may be the same as if there was none
        Stat namespace = kernel.allowing(Errno.ENOENT).stat(Fd.CWD, "/proc/self/ns/user", 0);
        // a kernel that knows none has not even the file
        return new Caller(uid, namespace != null && namespace.inode() != INITIAL_USER_NAMESPACE);
    }

    /**
     * Whether it may look into a process of its own that is not dumpable: CAP_SYS_PTRACE over the user namespace in
     * which that was executed (ptrace(2)).
     */
    public boolean seesUndumpable() {
        return isRoot();
    }

    /** Root over its own user namespace and all below, which need not be the whole host. */
    public boolean isRoot() {
        return uid == 0;
    }

    /** Root over the whole host. */
    public boolean isPrivileged() {
        return isRoot() && !inUserNamespace;
    }
}
