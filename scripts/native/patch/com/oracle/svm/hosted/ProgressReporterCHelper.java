package com.oracle.svm.hosted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Replaces the builder's class of this name, which loads a native library from the GraalVM distribution that is not
 * there. It only serves the builder's progress report.
 */
public final class ProgressReporterCHelper {
    static final int MAX_CHARACTERS_PER_LINE = 120;
    private static final int COLUMNS = 100;

    private ProgressReporterCHelper() {
    }

    public static int getTerminalWindowColumnsClamped() {
        return COLUMNS;
    }

    public static int getTerminalWindowColumns() {
        return COLUMNS;
    }

    /** The builder's largest resident set in bytes, -1 if unknown. */
    public static long getPeakRSS() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException e) {
            return -1;
        }
        return -1;
    }
}
