package carafe.container.seccomp;

import carafe.container.seccomp.bpf.BpfProgram;
import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompAction;
import carafe.spec.seccomp.SeccompArch;
import carafe.spec.seccomp.SeccompArg;
import carafe.spec.seccomp.SeccompSyscall;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/** The C library that runc and crun compile profiles with, driven as they drive it. */
final class LibSeccomp {
    /** __NR_SCMP_ERROR (seccomp.h): a name the library does not know on any architecture. */
    private static final int UNKNOWN = -1;
    private static final int SCMP_FLTATR_CTL_OPTIMIZE = 8;
    private static final int SCMP_ARCH_NATIVE = 0;
    private static final int BINARY_TREE = 2;
    private static final int EEXIST = 17;
    private static final int O_WRONLY_CREAT = 0x41;

    private final Calls calls;
    private final CLibrary files;

    private interface Calls extends Library {
        Pointer seccomp_init(int defaultAction);

        void seccomp_release(Pointer context);

        int seccomp_arch_resolve_name(String name);

        int seccomp_arch_add(Pointer context, int architecture);

        int seccomp_arch_remove(Pointer context, int architecture);

        int seccomp_attr_set(Pointer context, int attribute, int value);

        int seccomp_syscall_resolve_name(String name);

        int seccomp_syscall_resolve_name_arch(int architecture, String name);

        int seccomp_rule_add_array(Pointer context, int action, int syscall, int count, Pointer conditions);

        int seccomp_export_bpf(Pointer context, int descriptor);
    }

    private interface CLibrary extends Library {
        int open(String path, int flags, int mode);

        int close(int descriptor);
    }

    private LibSeccomp(Calls calls, CLibrary files) {
        this.calls = calls;
        this.files = files;
    }

    static LibSeccomp load() {
        try {
            return new LibSeccomp(Native.load("libseccomp.so.2", Calls.class), Native.load("c", CLibrary.class));
        } catch (UnsatisfiedLinkError e) {
            Assumptions.abort("needs libseccomp2: " + e.getMessage());
            throw e;
        }
    }

    boolean knows(String name) {
        return calls.seccomp_syscall_resolve_name(name) != UNKNOWN;
    }

    /** The library's number for a call on an ABI; negative if there is none. */
    int number(String name, SyscallAbi abi) {
        return calls.seccomp_syscall_resolve_name_arch(token(abi.arch()), name);
    }

    /** Whether the library gives {@code name} the number that our table gives it on {@code abi}, or none like it. */
    boolean agreesOn(String name, SyscallAbi abi) {
        int theirs = number(name, abi);
        int rank = SyscallTable.get().rank(abi, SyscallTable.get().find(name));
        int ours = rank == SyscallTable.ABSENT ? UNKNOWN : abi.numberBase() + SyscallTable.get().numbers(abi)[rank];
        return theirs == ours || theirs < 0 && ours < 0;
    }

    /** The library's program for {@code profile} on a machine of this ABI, which need not be the one it runs on. */
    BpfProgram compile(Seccomp profile, SyscallAbi machine) {
        int defaultReturn = returnValue(profile.defaultAction(), profile.defaultErrnoRet());
        Pointer context = calls.seccomp_init(defaultReturn);
        try {
            // Emptied first: a filter does not mix byte orders.
            check(calls.seccomp_arch_remove(context, SCMP_ARCH_NATIVE), "seccomp_arch_remove");
            check(calls.seccomp_arch_add(context, token(machine.arch())), "seccomp_arch_add");
            for (SeccompArch arch : profile.architectures()) {
                int failure = calls.seccomp_arch_add(context, token(arch));
                check(failure == -EEXIST ? 0 : failure, "seccomp_arch_add " + arch);
            }
            check(calls.seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE, BINARY_TREE), "seccomp_attr_set");
            for (SeccompSyscall entry : profile.syscalls()) {
                int returnValue = returnValue(entry.action(), entry.errnoRet());
                if (returnValue != defaultReturn) {
                    entry.names().forEach(name -> add(context, returnValue, name, entry.args()));
                }
            }
            return export(context, machine);
        } finally {
            calls.seccomp_release(context);
        }
    }

    private int token(SeccompArch arch) {
        return calls.seccomp_arch_resolve_name(arch.name().toLowerCase(Locale.ROOT));
    }

    private void add(Pointer context, int returnValue, String name, List<SeccompArg> args) {
        int call = calls.seccomp_syscall_resolve_name(name);
        if (call == UNKNOWN) {
            return;
        }
        boolean alternatives = args.stream().map(SeccompArg::index).distinct().count() < args.size();
        if (alternatives) {
            args.forEach(arg -> add(context, returnValue, call, name, List.of(arg)));
        } else {
            add(context, returnValue, call, name, args);
        }
    }

    private void add(Pointer context, int returnValue, int call, String name, List<SeccompArg> args) {
        // struct scmp_arg_cmp: unsigned arg, enum op, u64, u64.
        int size = 24;
        Memory conditions = new Memory(Math.max(1, args.size()) * (long) size);
        for (int i = 0; i < args.size(); i++) {
            SeccompArg arg = args.get(i);
            conditions.setInt(i * size, arg.index());
            conditions.setInt(i * size + 4, arg.op().ordinal() + 1);
            conditions.setLong(i * size + 8, arg.value());
            conditions.setLong(i * size + 16, arg.valueTwo());
        }
        check(calls.seccomp_rule_add_array(context, returnValue, call, args.size(), conditions),
                "seccomp_rule_add " + name + " " + args);
    }

    private static int returnValue(SeccompAction action, Integer errno) {
        return action.returnValue() | (action.takesErrno() ? errno == null ? 1 : errno : 0);
    }

    private BpfProgram export(Pointer context, SyscallAbi machine) {
        try {
            Path file = Files.createTempFile("libseccomp", ".bpf");
            int descriptor = files.open(file.toString(), O_WRONLY_CREAT, 0);
            check(calls.seccomp_export_bpf(context, descriptor), "seccomp_export_bpf");
            files.close(descriptor);
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            return BpfProgram.ofBytes(bytes, machine.isBigEndian());
        } catch (IOException e) {
            throw new AssertionError("cannot export the filter of libseccomp", e);
        }
    }

    /** The library cannot express every profile; what it refuses cannot be compared. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    private static void check(int result, String what) {
        if (result != 0) {
            throw new RefusedException(what + ": error " + -result);
        }
    }
}
