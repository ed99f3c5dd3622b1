package carafe.container.process;

import carafe.container.Notices;
import carafe.container.seccomp.SeccompCompiler;
import carafe.container.seccomp.SeccompFilter;
import carafe.container.seccomp.SyscallAbi;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Syscall;
import carafe.spec.seccomp.Seccomp;

/**
 * Installs the container's system call filter.
 *
 * <p>With no_new_privs it is the very last call before execve, so the filter need not allow what only the set-up does.
 * Without, loading needs CAP_SYS_ADMIN, so capset comes between the two, and the profile has to allow it, as with runc.
 */
public final class SeccompLoading {
    private static final String POINTER = "/linux/seccomp";

    private final SeccompFilter filter;

    private SeccompLoading(SeccompFilter filter) {
        this.filter = filter;
    }

    /** Compiles the profile; null stands for none. */
    public static SeccompLoading of(Seccomp profile, Notices notices) {
        if (profile == null) {
            return new SeccompLoading(null);
        }
        SeccompFilter filter = SeccompCompiler.compile(profile, SyscallAbi.ofThisMachine());
        for (String name : filter.ignoredNames()) {
            // engines list calls that are newer than any runtime, so it is no more than worth knowing
            notices.debug("unknown seccomp syscall \"" + name + "\" ignored");
        }
        notices.debug("seccomp filter flags: " + filter.flags());
        return new SeccompLoading(filter);
    }

    public SeccompFilter filter() {
        return filter;
    }

    public boolean isNeeded() {
        return filter != null;
    }

    /** Whether a process outside decides about some calls; its descriptor is the result of {@link #load}. */
    public boolean hasListener() {
        return filter != null && filter.needsListener();
    }

    /** Queued; does nothing without a profile. */
    public Fd load(Kernel kernel) {
        if (filter == null) {
            return Fd.NONE;
        }
        kernel.enter("load the seccomp filter", POINTER);
        long code = kernel.arena().bytes(filter.program());
        long program = kernel.arena().longs(filter.instructionCount(), code);
        return kernel.fd(kernel.open(Syscall.SECCOMP).with(1).with(filter.flags()).with(program));
    }
}
