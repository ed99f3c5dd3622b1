package carafe.container.process;

import carafe.container.Notices;
import carafe.container.Unusable;
import carafe.container.seccomp.SeccompCompiler;
import carafe.container.seccomp.SeccompFilter;
import carafe.container.seccomp.SyscallAbi;
import carafe.container.seccomp.bpf.BpfProgram;
import carafe.kernel.Fd;
import carafe.kernel.IdentityCalls;
import carafe.kernel.Kernel;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;
import carafe.spec.Config;
import carafe.spec.CrunAnnotation;
import carafe.spec.seccomp.Seccomp;
import java.util.Base64;
import java.util.List;

/**
 * Installs the container's system call filter.
 *
 * <p>With no_new_privs it is the very last call before execve, so the filter need not allow what only the set-up does.
 * Without, loading needs CAP_SYS_ADMIN, so capset comes between the two, and the profile has to allow it, as with runc.
 */
public final class SeccompLoading {
    private static final String POINTER = "/linux/seccomp";
    /** SECCOMP_FILTER_FLAG_SPEC_ALLOW (linux/seccomp.h), as without flags in the config. */
    private static final int SPEC_ALLOW = 4;

    private final SeccompFilter filter;

    private SeccompLoading(SeccompFilter filter) {
        this.filter = filter;
    }

    /**
     * Compiles the config's profile, unless it brings a program of its own.
     *
     * @throws Unusable if it asks for what no filter can do
     */
    public static SeccompLoading of(Config config, Notices notices) {
        Seccomp profile = config.linux().seccomp();
        String program = CrunAnnotation.SECCOMP_BPF_DATA.of(config);
        if (program != null) {
            return new SeccompLoading(finished(Base64.getDecoder().decode(program)));
        }
        if (profile == null) {
            return new SeccompLoading(null);
        }
        SeccompFilter filter = SeccompCompiler.compile(profile, SyscallAbi.ofThisMachine());
        if (!filter.ignoredNames().isEmpty() && CrunAnnotation.SECCOMP_FAIL_UNKNOWN_SYSCALL.isOn(config)) {
            throw new Unusable(POINTER + "/syscalls", "unknown seccomp syscall "
                    + String.join(", ", filter.ignoredNames()) + ", which "
                    + CrunAnnotation.SECCOMP_FAIL_UNKNOWN_SYSCALL.key() + " forbids");
        }
        for (String name : filter.ignoredNames()) {
            // engines list calls that are newer than any runtime, so it is no more than worth knowing
            notices.debug("unknown seccomp syscall \"" + name + "\" ignored");
        }
        notices.debug("seccomp filter flags: " + filter.flags());
        return new SeccompLoading(filter);
    }

    /** The kernel checks it. */
    private static SeccompFilter finished(byte[] program) {
        return new SeccompFilter(program, program.length / BpfProgram.INSTRUCTION_BYTES, SPEC_ALLOW, false, List.of());
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
        kernel.enter(StepKind.SECCOMP);
        long code = kernel.arena().bytes(filter.program());
        long program = kernel.arena().longs(filter.instructionCount(), code);
        return kernel.fd(kernel.open(Syscall.SECCOMP).with(IdentityCalls.SECCOMP_SET_MODE_FILTER)
                .with(filter.flags()).with(program));
    }
}
