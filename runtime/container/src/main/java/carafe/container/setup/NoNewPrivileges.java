package carafe.container.setup;

import carafe.kernel.Kernel;
import carafe.kernel.ProcessCalls;
import carafe.kernel.StepKind;

/**
 * {@code process.noNewPrivileges}. Before a seccomp filter that is installed without CAP_SYS_ADMIN, which the kernel
 * refuses otherwise; after AppArmor's profile is chosen, as the bit restricts which profile may follow.
 */
public final class NoNewPrivileges {
    private final Kernel kernel;

    public NoNewPrivileges(Kernel kernel) {
        this.kernel = kernel;
    }

    public void set() {
        kernel.enter(StepKind.NO_NEW_PRIVILEGES);
        kernel.prctl(ProcessCalls.PR_SET_NO_NEW_PRIVS, 1);
    }
}
