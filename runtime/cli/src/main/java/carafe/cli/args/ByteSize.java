package carafe.cli.args;

import java.util.Locale;

/** Sizes as people write them: {@code 512}, {@code 64k}, {@code 1.5g}, {@code 2GiB}; every unit is a power of 1024. */
public final class ByteSize {
    private static final String UNITS = "kmgtp";
    private static final int BITS_PER_STEP = 10;
    /** What the largest long is as a double. */
    private static final double MOST = 0x1p63;

    private ByteSize() {
    }

    /**
     * The size in bytes.
     *
     * @throws IllegalArgumentException when the text is no size, naming the part that is wrong
     */
    public static long parse(String text) {
        int end = text.length();
        while (end > 0 && !isNumberPart(text.charAt(end - 1))) {
            end--;
        }
        if (end == 0) {
            throw new IllegalArgumentException("invalid size: '" + text + "'");
        }
        String suffix = text.substring(end).toLowerCase(Locale.ROOT);
        // One space may separate number and unit.
        String number = text.charAt(end - 1) == ' ' ? text.substring(0, end - 1) : text.substring(0, end);
        double bytes = parseNumber(number, text) * (1L << shiftOf(suffix));
        if (bytes > MOST) {
            throw new IllegalArgumentException("invalid size: '" + text + "' is too large");
        }
        return (long) bytes;
    }

    private static boolean isNumberPart(char c) {
        return c >= '0' && c <= '9' || c == '.' || c == ' ';
    }

    private static double parseNumber(String number, String whole) {
        boolean wellFormed = !number.isEmpty();
        for (int i = 0; i < number.length(); i++) {
            wellFormed &= isNumberPart(number.charAt(i)) && number.charAt(i) != ' ';
        }
        if (!wellFormed) {
            throw new IllegalArgumentException("invalid size: '" + whole + "'");
        }
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("invalid size: '" + whole + "'");
        }
    }

    /** How many bits the unit shifts a number to the left. */
    private static int shiftOf(String suffix) {
        if (suffix.isEmpty() || suffix.equals("b")) {
            return 0;
        }
        int step = UNITS.indexOf(suffix.charAt(0)) + 1;
        String rest = suffix.substring(1);
        if (step == 0 || !(rest.isEmpty() || rest.equals("b") || rest.equals("ib"))) {
            throw new IllegalArgumentException("invalid suffix: '" + suffix + "'");
        }
        return step * BITS_PER_STEP;
    }
}
