package carafe.container.setup;

import carafe.container.SetupFailed;
import carafe.container.path.ProcHandle;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.spec.Process;

/**
 * What the security modules make of the program: {@code process.apparmorProfile} and {@code process.selinuxLabel}.
 *
 * <p>Both take effect at execve(2). The AppArmor profile is chosen before no_new_privs, which restricts the choice. The
 * SELinux label comes after all file work, as the process may lose the right to it. They are written through a procfs
 * that the container cannot have covered (CVE-2019-16884, CVE-2025-52881).
 */
public final class Labels {
    private static final String UNCONFINED = "unconfined";
    /** SELINUX_MAGIC, include/uapi/linux/magic.h */
    private static final long SELINUX_MAGIC = 0xf97cff8cL;

    private final Kernel kernel;
    private final ProcHandle proc;

    public Labels(Kernel kernel, ProcHandle proc) {
        this.kernel = kernel;
        this.proc = proc;
    }

    /**
     * Refuses what the host cannot do, before anything is made.
     *
     * @param host the kernel as the runtime's process sees it
     */
    public static void requireSupported(Kernel host, Process process) {
        if (wantsAppArmor(process) && !isAppArmorEnabled(host)) {
            throw new SetupFailed(new Step(StepKind.CHECK_APPARMOR), "profile \""
                    + process.apparmorProfile() + "\" is asked for, but AppArmor is not enabled on the host", null);
        }
        requireSelinux(host, process.selinuxLabel(), "/process/selinuxLabel");
    }

    /** The same for the label of mounts, null for none. */
    public static void requireSupported(Kernel host, String mountLabel) {
        requireSelinux(host, mountLabel, "/linux/mountLabel");
    }

    private static void requireSelinux(Kernel host, String label, String pointer) {
        if (isPresent(label) && !isSelinuxEnabled(host)) {
            throw new SetupFailed(new Step(StepKind.CHECK_SELINUX, "", pointer), "label \"" + label
                    + "\" is asked for, but SELinux is not enabled on the host", null);
        }
    }

    private static boolean wantsAppArmor(Process process) {
        String profile = process.apparmorProfile();
        return isPresent(profile) && !profile.equals(UNCONFINED);
    }

    /** Engines write an empty text where they want none. */
    private static boolean isPresent(String label) {
        return label != null && !label.isEmpty();
    }

    public static boolean isAppArmorEnabled(Kernel host) {
        Fd parameter = host.allowing(Errno.ENOENT, Errno.EACCES)
                .openat(Fd.CWD, "/sys/module/apparmor/parameters/enabled", Open.O_RDONLY);
        if (parameter.failed()) {
            return false;
        }
        byte[] text = host.readAll(parameter);
        host.close(parameter);
        return text.length > 0 && text[0] == 'Y';
    }

    public static boolean isSelinuxEnabled(Kernel host) {
        Fd selinuxfs = host.allowing(Errno.ENOENT, Errno.EACCES).openat(Fd.CWD, "/sys/fs/selinux", Open.O_PATH);
        if (selinuxfs.failed()) {
            return false;
        }
        long magic = host.fileSystemType(selinuxfs) & 0xffffffffL;
        host.close(selinuxfs);
        return magic == SELINUX_MAGIC;
    }

    /** Before {@link NoNewPrivileges}. */
    public void setAppArmor(Process process) {
        if (!isPresent(process.apparmorProfile())) {
            return;
        }
        Step step = new Step(StepKind.APPARMOR);
        kernel.enter(step);
        Fd own = proc.openIfPresent("self/attr/apparmor/exec", Open.O_WRONLY);
        // before Linux 5.1 all security modules share one file
        Fd file = own.failed() ? proc.openIfPresent("self/attr/exec", Open.O_WRONLY) : own;
        if (file.failed()) {
            if (wantsAppArmor(process)) {
                throw new SetupFailed(step, "the kernel has no security module", null);
            }
            return;
        }
        Kernel tolerant = wantsAppArmor(process) ? kernel : kernel.allowing(Errno.EINVAL, Errno.ENOENT);
        tolerant.write(file, "exec " + process.apparmorProfile());
        kernel.close(file);
    }

    /** As late as possible. */
    public void setSelinux(Process process) {
        if (isPresent(process.selinuxLabel())) {
            kernel.enter(StepKind.SELINUX);
            proc.write("self/attr/exec", process.selinuxLabel());
        }
    }
}
