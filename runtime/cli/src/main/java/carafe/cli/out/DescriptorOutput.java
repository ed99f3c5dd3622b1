package carafe.cli.out;

import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.RawText;
import carafe.kernel.Syscall;

/** This process's descriptors 1 and 2. */
public final class DescriptorOutput implements Output {
    private static final Fd STDOUT = Fd.of(1);
    private static final Fd STDERR = Fd.of(2);

    /** ioctl_tty(2); only terminals know it. */
    private static final int TCGETS = 0x5401;
    /** Room for struct termios of any architecture. */
    private static final int TERMIOS_BYTES = 64;

    private final Kernel kernel;

    public DescriptorOutput(Kernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public void stdout(byte[] bytes) {
        FullWrite.write(kernel, STDOUT, bytes);
    }

    @Override
    public void stderr(String text) {
        try {
            FullWrite.write(kernel, STDERR, RawText.bytes(text));
        } catch (ErrnoException unwritable) {
            // Closed, full or a broken pipe: whoever should read this is gone.
        }
    }

    @Override
    public boolean stdoutIsTerminal() {
        return isTerminal(STDOUT);
    }

    @Override
    public boolean stderrIsTerminal() {
        return isTerminal(STDERR);
    }

    private boolean isTerminal(Fd fd) {
        int mark = kernel.arena().mark();
        long termios = kernel.arena().allocate(TERMIOS_BYTES, Long.BYTES);
        boolean terminal = !kernel.run(
                kernel.allowingAll().call(Syscall.IOCTL).with(fd).with(TCGETS).with(termios)).failed();
        kernel.arena().reset(mark);
        return terminal;
    }
}
