package carafe.cli.out;

import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import java.util.Arrays;

/** Writes any number of bytes: write(2) may take less than it is given, and the kernel's arena holds only so much. */
final class FullWrite {
    private static final int CHUNK = 64 * 1024;

    private FullWrite() {
    }

    static void write(Kernel kernel, Fd fd, byte[] bytes) {
        int written = 0;
        while (written < bytes.length) {
            int end = Math.min(bytes.length, written + CHUNK);
            written += (int) kernel.write(fd, Arrays.copyOfRange(bytes, written, end)).get();
        }
    }
}
