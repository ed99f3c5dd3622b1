package carafe.cli.args;

/**
 * Durations in the notation of Go's {@code time.ParseDuration}: a sequence of decimal numbers with units, such as
 * {@code 500ms}, {@code 1.5h} or {@code 1m30s}. Only {@code 0} may stand without a unit.
 */
public final class GoDuration {
    private static final long MICROSECOND = 1_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private final String text;
    private int position;

    private GoDuration(String text) {
        this.text = text;
    }

    /**
     * The duration in nanoseconds.
     *
     * @throws IllegalArgumentException with a short reason when the text is no duration or does not fit in 64 bits
     */
    public static long parse(String text) {
        return new GoDuration(text).parse();
    }

    private long parse() {
        boolean negative = text.startsWith("-");
        if (negative || text.startsWith("+")) {
            position = 1;
        }
        if (text.substring(position).equals("0")) {
            return 0;
        }
        if (position == text.length()) {
            throw new IllegalArgumentException(GoValues.PARSE_ERROR);
        }
        long total = 0;
        try {
            while (position < text.length()) {
                total = Math.addExact(total, parseTerm());
            }
        } catch (ArithmeticException overflow) {
            throw new IllegalArgumentException(GoValues.PARSE_ERROR);
        }
        return negative ? -total : total;
    }

    /** One number and its unit. */
    private long parseTerm() {
        int wholeStart = position;
        skipDigits();
        String whole = text.substring(wholeStart, position);
        String fraction = "";
        if (position < text.length() && text.charAt(position) == '.') {
            position++;
            int fractionStart = position;
            skipDigits();
            fraction = text.substring(fractionStart, position);
        }
        if (whole.isEmpty() && fraction.isEmpty()) {
            throw new IllegalArgumentException(GoValues.PARSE_ERROR);
        }
        long unit = parseUnit();
        return Math.addExact(Math.multiplyExact(wholeNumber(whole), unit), fractionOf(unit, fraction));
    }

    private void skipDigits() {
        while (position < text.length() && isDigit(text.charAt(position))) {
            position++;
        }
    }

    private long parseUnit() {
        int start = position;
        while (position < text.length() && !isDigit(text.charAt(position)) && text.charAt(position) != '.') {
            position++;
        }
        return switch (text.substring(start, position)) {
            case "ns" -> 1;
            // The micro sign and the Greek letter mu look alike, and Go takes both.
            case "us", "\u00b5s", "\u03bcs" -> MICROSECOND;
            case "ms" -> MILLISECOND;
            case "s" -> SECOND;
            case "m" -> MINUTE;
            case "h" -> HOUR;
            default -> throw new IllegalArgumentException(GoValues.PARSE_ERROR);
        };
    }

    private static long wholeNumber(String digits) {
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            value = Math.addExact(Math.multiplyExact(value, 10L), digits.charAt(i) - '0');
        }
        return value;
    }

    /** The part of {@code unit} that the digits after the point stand for, rounded down. */
    private static long fractionOf(long unit, String digits) {
        double scale = 1;
        double value = 0;
        for (int i = 0; i < digits.length(); i++) {
            value = value * 10 + (digits.charAt(i) - '0');
            scale *= 10;
        }
        return (long) (value * (unit / scale));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
