package carafe.container.seccomp;

import carafe.kernel.Abi;
import carafe.spec.seccomp.SeccompArch;
import java.util.List;
import java.util.Locale;

/**
 * One way to call the kernel: a set of system call numbers and argument sizes.
 *
 * <p>A kernel offers the ABI of its machine and perhaps older or smaller ones beside it. A filter tells them apart by
 * the audit architecture; x86_64 and x32 share one and differ in a bit of the number.
 */
public enum SyscallAbi {
    X86_64(SeccompArch.X86_64, 0xc000_003e, Size.WIDE, Multiplexing.NONE),
    /** Pointers of 32 bits on the 64-bit instruction set; AUDIT_ARCH_X86_64 with bit 30 set in the number. */
    X32(SeccompArch.X32, 0xc000_003e, Size.NARROW, Multiplexing.NONE),
    I386(SeccompArch.X86, 0x4000_0003, Size.NARROW, Multiplexing.SOCKET_AND_IPC),
    AARCH64(SeccompArch.AARCH64, 0xc000_00b7, Size.WIDE, Multiplexing.NONE),
    /** The EABI. */
    ARM(SeccompArch.ARM, 0x4000_0028, Size.NARROW, Multiplexing.NONE),
    RISCV64(SeccompArch.RISCV64, 0xc000_00f3, Size.WIDE, Multiplexing.NONE),
    S390X(SeccompArch.S390X, 0x8000_0016, Size.WIDE, Multiplexing.SOCKET_AND_IPC),
    S390(SeccompArch.S390, 0x0000_0016, Size.NARROW, Multiplexing.SOCKET_AND_IPC),
    PPC64LE(SeccompArch.PPC64LE, 0xc000_0015, Size.WIDE, Multiplexing.SOCKET_AND_IPC);

    /** __X32_SYSCALL_BIT (arch/x86/include/uapi/asm/unistd.h). */
    public static final int X32_BIT = 0x4000_0000;

    private enum Size {
        WIDE,
        NARROW
    }

    private enum Multiplexing {
        NONE,
        SOCKET_AND_IPC
    }

    private final SeccompArch arch;
    private final int auditArch;
    private final Size size;
    private final Multiplexing multiplexing;

    SyscallAbi(SeccompArch arch, int auditArch, Size size, Multiplexing multiplexing) {
        this.arch = arch;
        this.auditArch = auditArch;
        this.size = size;
        this.multiplexing = multiplexing;
    }

    /** The native ABI of the machine this runs on. */
    public static SyscallAbi ofThisMachine() {
        return Abi.current() == Abi.X86_64 ? X86_64 : AARCH64;
    }

    /** The ABIs in which a kernel of this native ABI can be called at all, this one first. */
    public List<SyscallAbi> offeredByKernel() {
        return switch (this) {
            case X86_64 -> List.of(X86_64, X32, I386);
            case AARCH64 -> List.of(AARCH64, ARM);
            case S390X -> List.of(S390X, S390);
            default -> List.of(this);
        };
    }

    /**
     * The ABI of a call that a filter saw.
     *
     * @param number with the bit that marks x32
     * @return null for an ABI that is not in the table
     */
    public static SyscallAbi ofCall(int auditArch, int number) {
        for (SyscallAbi abi : values()) {
            boolean x32 = abi == X32;
            if (abi.auditArch == auditArch && (abi.auditArch != X32.auditArch || x32 == (number & X32_BIT) > 0)) {
                return abi;
            }
        }
        return null;
    }

    /**
     * The name of the call that has this number here.
     *
     * @param number with the bit that marks x32
     * @return null if none has
     */
    public String nameOf(int number) {
        return SyscallTable.get().nameOf(this, number - numberBase());
    }

    /** The names of all calls of all ABIs. */
    public static List<String> namesOfAll() {
        return SyscallTable.get().allNames();
    }

    /** How people call it. */
    public String label() {
        return column();
    }

    /** How profiles name it. */
    public SeccompArch arch() {
        return arch;
    }

    /** AUDIT_ARCH_* (linux/audit.h). */
    public int auditArch() {
        return auditArch;
    }

    /**
     * Whether the kernel looks at the low 32 bits of arguments only. The high ones may then hold anything: a 64-bit
     * process that enters the kernel by int 0x80 brings its whole registers along.
     */
    public boolean hasNarrowArguments() {
        return size == Size.NARROW;
    }

    /** Whether sockets and System V IPC are also reached through socketcall(2) and ipc(2). */
    public boolean multiplexes() {
        return multiplexing == Multiplexing.SOCKET_AND_IPC;
    }

    /** What is added to the numbers of the table. */
    public int numberBase() {
        return this == X32 ? X32_BIT : 0;
    }

    /** The byte order of seccomp_data and of programs. */
    public boolean isBigEndian() {
        return this == S390X || this == S390;
    }

    /** Its column in the system call table. */
    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
