package carafe.container.seccomp;

import carafe.container.seccomp.bpf.BpfDisassembler;

/** The names of architectures and calls, for listings of filters. */
public final class SyscallNames implements BpfDisassembler.Names {
    /** Any number without the bit of x32. */
    private static final int ANY_CALL = 0;

    @Override
    public String ofArch(int auditArch) {
        SyscallAbi abi = SyscallAbi.ofCall(auditArch, ANY_CALL);
        return abi == null ? null : abi.label();
    }

    @Override
    public String ofCall(int auditArch, int number) {
        SyscallAbi abi = SyscallAbi.ofCall(auditArch, number);
        if (abi == null) {
            return null;
        }
        String name = abi.nameOf(number);
        return name != null && abi == SyscallAbi.X32 ? name + " of x32" : name;
    }
}
