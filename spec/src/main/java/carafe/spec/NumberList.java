package carafe.spec;

import java.util.BitSet;

/** Lists of CPUs and memory nodes in the kernel's form, such as "0-3,7" (cpuset(7), "List format"). */
public final class NumberList {
    /** The highest number accepted; far more than any kernel supports, and small enough for a bit set. */
    public static final int HIGHEST = 8191;

    private NumberList() {
    }

    /** The numbers in the list; null if it is malformed. Spaces around entries are allowed, as the kernel does. */
    public static BitSet parse(String text) {
        BitSet numbers = new BitSet();
        int start = 0;
        while (start <= text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            if (!addRange(numbers, text.substring(start, end).strip())) {
                return null;
            }
            start = end + 1;
        }
        return numbers;
    }

    private static boolean addRange(BitSet numbers, String range) {
        int dash = range.indexOf('-');
        int first = parseNumber(dash < 0 ? range : range.substring(0, dash));
        int last = dash < 0 ? first : parseNumber(range.substring(dash + 1));
        if (first < 0 || last < first) {
            return false;
        }
        numbers.set(first, last + 1);
        return true;
    }

    private static int parseNumber(String digits) {
        if (digits.isEmpty() || digits.length() > 4) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number <= HIGHEST ? number : -1;
    }
}
