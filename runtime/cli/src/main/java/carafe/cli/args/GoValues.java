package carafe.cli.args;

/**
 * Booleans and integers in the notation of Go's {@code strconv}, which is what callers of runc write.
 *
 * <p>Failures are reported as {@link IllegalArgumentException} with the short reason that Go's flag package gives.
 */
final class GoValues {
    static final String PARSE_ERROR = "parse error";
    static final String OUT_OF_RANGE = "value out of range";

    private GoValues() {
    }

    static boolean parseBool(String text) {
        return switch (text) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw new IllegalArgumentException(PARSE_ERROR);
        };
    }

    /** A signed 64-bit integer: decimal, {@code 0x}, {@code 0o}, {@code 0b}, or octal by a leading zero. */
    static long parseInteger(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        int radix = radixOf(digits);
        digits = digits.substring(prefixLength(digits, radix));
        if (digits.isEmpty() || !isAllDigits(digits, radix)) {
            throw new IllegalArgumentException(PARSE_ERROR);
        }
        try {
            return Long.parseLong(negative ? "-" + digits : digits, radix);
        } catch (NumberFormatException tooLarge) {
            throw new IllegalArgumentException(OUT_OF_RANGE);
        }
    }

    private static int radixOf(String digits) {
        if (digits.length() < 2 || digits.charAt(0) != '0') {
            return 10;
        }
        return switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
        };
    }

    private static int prefixLength(String digits, int radix) {
        if (radix == 10) {
            return 0;
        }
        char marker = digits.charAt(1);
        boolean bareOctal = radix == 8 && marker != 'o' && marker != 'O';
        return bareOctal ? 1 : 2;
    }

    private static boolean isAllDigits(String digits, int radix) {
        for (int i = 0; i < digits.length(); i++) {
            if (Character.digit(digits.charAt(i), radix) < 0) {
                return false;
            }
        }
        return true;
    }
}
