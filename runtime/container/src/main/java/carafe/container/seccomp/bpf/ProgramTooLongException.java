package carafe.container.seccomp.bpf;

/** A filter needs more instructions than the kernel takes. */
public final class ProgramTooLongException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ProgramTooLongException(int length) {
        super("the seccomp filter needs " + length + " BPF instructions, the kernel takes at most "
                + BpfProgram.MAX_LENGTH);
    }
}
