package carafe.container.cgroup.stats;

/**
 * How much processes were held up for want of a resource (Documentation/accounting/psi.rst).
 *
 * @param some of the time in which at least one was
 * @param full of the time in which all were
 */
public record Pressure(Stall some, Stall full) {
    /**
     * Percentages over 10, 60 and 300 seconds, as the kernel writes them, and microseconds in total.
     */
    public record Stall(String average10, String average60, String average300, long total) {
        static final Stall NONE = new Stall("0", "0", "0", 0);
    }

    /** Null if there is no text: an older kernel, or pressure is not kept for this cgroup. */
    static Pressure parse(String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        Stall some = Stall.NONE;
        Stall full = Stall.NONE;
        for (String line : text.split("\n")) {
            if (line.startsWith("some ")) {
                some = stall(line);
            } else if (line.startsWith("full ")) {
                full = stall(line);
            }
        }
        return new Pressure(some, full);
    }

    private static Stall stall(String line) {
        return new Stall(number(line, "avg10="), number(line, "avg60="), number(line, "avg300="),
                Long.parseUnsignedLong(number(line, "total=")));
    }

    /** Without zeros at its end, and without a point that would then be the last. */
    private static String number(String line, String key) {
        int start = line.indexOf(key);
        if (start < 0) {
            return "0";
        }
        int end = line.indexOf(' ', start);
        String text = line.substring(start + key.length(), end < 0 ? line.length() : end);
        if (text.indexOf('.') < 0) {
            return text;
        }
        int last = text.length();
        while (text.charAt(last - 1) == '0') {
            last--;
        }
        return text.substring(0, text.charAt(last - 1) == '.' ? last - 1 : last);
    }
}
