package carafe.image;

import carafe.kernel.RawText;
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
    private NativeMain() {
    }

    interface Program {
        /** Returns the exit status. {@code name} is what the program was called by. */
        int run(String name, String[] args);
    }

    /** Runs the program and ends the process at once: nothing is flushed, no hook runs, no memory is given back. */
    static int run(Program program, int argc, CCharPointerPointer argv) {
        int status;
        try {
            status = program.run(argc > 0 ? text(argv, 0) : "", arguments(argc, argv));
        } catch (Throwable t) {
            // a program reports what it expects itself, so this is a defect: its trace is wanted
            t.printStackTrace();
            status = 1;
        }
        LibcFunctions.exit(status);
        return status;
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
