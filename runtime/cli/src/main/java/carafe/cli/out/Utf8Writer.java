package carafe.cli.out;

import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes text of any length: write(2) may take less than it is given, and the kernel's arena holds only so much. */
final class Utf8Writer {
    private static final int CHUNK = 64 * 1024;

    private Utf8Writer() {
    }

    static void write(Kernel kernel, Fd fd, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int written = 0;
        while (written < bytes.length) {
            int end = Math.min(bytes.length, written + CHUNK);
            written += (int) kernel.write(fd, Arrays.copyOfRange(bytes, written, end)).get();
        }
    }
}
