package carafe.container.seccomp;

import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompAction;
import carafe.spec.seccomp.SeccompArch;
import carafe.spec.seccomp.SeccompArg;
import carafe.spec.seccomp.SeccompFlag;
import carafe.spec.seccomp.SeccompOperator;
import carafe.spec.seccomp.SeccompSyscall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A profile of the size and shape of an engine's default: everything is refused with EPERM except some 420 calls,
 * a few of them only with certain arguments.
 */
final class AllowListProfile {
    /** What takes privileges that containers lack, or has no place in them. */
    private static final Set<String> REFUSED = Set.of("acct", "add_key", "bpf", "clock_adjtime", "clock_settime",
            "clone", "clone3", "create_module", "delete_module", "finit_module", "fsconfig", "fsmount", "fsopen",
            "fspick", "get_kernel_syms", "get_mempolicy", "init_module", "io_uring_enter", "io_uring_register",
            "io_uring_setup", "ioperm", "iopl", "kcmp", "kexec_file_load", "kexec_load", "keyctl", "lookup_dcookie",
            "mbind", "mount", "mount_setattr", "move_mount", "move_pages", "nfsservctl", "open_by_handle_at",
            "open_tree", "perf_event_open", "personality", "pivot_root", "quotactl", "quotactl_fd", "reboot",
            "request_key", "set_mempolicy", "setdomainname", "sethostname", "setns", "settimeofday", "socket", "stime",
            "swapoff", "swapon", "sysfs", "syslog", "umount", "umount2", "unshare", "uselib", "userfaultfd", "ustat",
            "vhangup", "vm86", "vm86old");

    private AllowListProfile() {
    }

    static Seccomp create(List<SeccompArch> architectures) {
        List<String> allowed = new ArrayList<>();
        for (int call = 0; call < SyscallTable.get().size(); call++) {
            if (!REFUSED.contains(SyscallTable.get().name(call))) {
                allowed.add(SyscallTable.get().name(call));
            }
        }
        List<SeccompSyscall> entries = new ArrayList<>();
        entries.add(new SeccompSyscall(allowed, SeccompAction.ALLOW, null, List.of()));
        entries.add(allow("socket", new SeccompArg(0, 38, 0, SeccompOperator.LT)));
        entries.add(allow("socket", new SeccompArg(0, 39, 0, SeccompOperator.EQ)));
        entries.add(allow("socket", new SeccompArg(0, 40, 0, SeccompOperator.GT)));
        for (long persona : new long[] {0, 8, 0x20000, 0x20008, 0xffffffffL}) {
            entries.add(allow("personality", new SeccompArg(0, persona, 0, SeccompOperator.EQ)));
        }
        entries.add(allow("clone", new SeccompArg(0, 0x7e020000, 0, SeccompOperator.MASKED_EQ)));
        entries.add(new SeccompSyscall(List.of("clone3"), SeccompAction.ERRNO, 38, List.of()));
        return new Seccomp(SeccompAction.ERRNO, 1, architectures, List.of(SeccompFlag.SPEC_ALLOW), null, null, entries);
    }

    private static SeccompSyscall allow(String name, SeccompArg condition) {
        return new SeccompSyscall(List.of(name), SeccompAction.ALLOW, null, List.of(condition));
    }
}
