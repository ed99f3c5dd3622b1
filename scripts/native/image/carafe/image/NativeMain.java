package carafe.image;

import carafe.kernel.ErrnoException;
import carafe.kernel.RawText;
import carafe.kernel.Syscall;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.nativeimage.c.type.CCharPointerPointer;

/**
 * What the C-level mains of both programs share.
 *
 * <p>An image's usual main first takes options like {@code -XX:…} and {@code -Dname=value} out of the arguments, which
 * would be taken from the user here, and runs start-up and shutdown hooks, which nobody needs. So {@code main(argc,
 * argv)} of the executable is a method of {@link CarafeMain} or {@link MonitorMain}, which the linker calls directly.
 */
final class NativeMain {
    private static final int STDERR = 2;
    private static final int LONGEST_LINE = 512;

    private NativeMain() {
    }

    interface Program {
        /** Returns the exit status. {@code name} is what the program was called by. */
        int run(String name, String[] args);
    }

    /**
     * Runs the program and ends the process at once: nothing is flushed, no hook runs, no memory is given back.
     *
     * @param name for messages
     */
    static int run(String name, Program program, int argc, CCharPointerPointer argv) {
        int status;
        try {
            status = program.run(argc > 0 ? text(argv, 0) : "", arguments(argc, argv));
        } catch (Throwable t) {
            // a program reports what it expects itself, so this is a defect, or there is no memory to work in
            tell(name, t);
            status = 1;
        }
        LibcFunctions.exit(status);
        return status;
    }

    /**
     * Writes one line to standard error, with as little as possible: there may be no memory left, neither for objects nor for
     * the arena that system calls are given their arguments in.
     */
    private static void tell(String name, Throwable failure) {
        CCharPointer line = StackValue.get(LONGEST_LINE);
        int length = append(line, append(line, 0, name), ": ");
        if (failure instanceof OutOfMemoryError) {
            length = append(line, length, "out of memory");
        } else if (failure instanceof StackOverflowError) {
            length = append(line, length, "out of stack");
        } else if (failure instanceof ErrnoException refused) {
            length = append(line, length, "cannot get memory to begin with: ");
            length = append(line, length, refused.getMessage());
        } else {
            length = append(line, length, "internal error: ");
            length = append(line, length, failure.getClass().getName());
            length = append(line, length, ": ");
            length = append(line, length, failure.getMessage());
        }
        length = append(line, length, "\n");
        LibcFunctions.syscall(Syscall.WRITE.number(), STDERR, line.rawValue(), length, 0, 0, 0);
    }

    /** Appends as much as there is room for; returns the length then. */
    private static int append(CCharPointer line, int length, String text) {
        int end = length;
        for (int i = 0; text != null && i < text.length() && end < LONGEST_LINE; i++) {
            char c = text.charAt(i);
            line.write(end++, (byte) (c > 0x7e ? '?' : c));
        }
        return end;
    }

    /** The arguments after the program's name. */
    private static String[] arguments(int argc, CCharPointerPointer argv) {
        // execve(2) may leave out even argv[0]
        String[] args = new String[Math.max(argc - 1, 0)];
        for (int i = 0; i < args.length; i++) {
            args[i] = text(argv, i + 1);
        }
        return args;
    }

    private static String text(CCharPointerPointer argv, int index) {
        CCharPointer text = argv.read(index);
        int length = 0;
        while (text.read(length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = text.read(i);
        }
        // it may be a path, which need not be UTF-8
        return RawText.of(bytes);
    }
}
