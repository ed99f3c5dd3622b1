package carafe.container.cgroup.systemd;

import carafe.container.CgroupFailed;
import java.util.BitSet;

/** A list such as {@code 0-3,7} as the bit mask in which systemd takes processors and memory nodes. */
final class RangeBits {
    /** Far beyond what any kernel is built for (CONFIG_NR_CPUS). */
    private static final int MOST = 1 << 16;

    private RangeBits() {
    }

    /** Bit 0 is the lowest of the first byte. */
    static byte[] of(String list) {
        BitSet bits = new BitSet();
        for (String range : list.split(",")) {
            String trimmed = range.strip();
            if (trimmed.isEmpty()) {
                continue;
            }
            int dash = trimmed.indexOf('-');
            int first = number(dash < 0 ? trimmed : trimmed.substring(0, dash), list);
            int last = dash < 0 ? first : number(trimmed.substring(dash + 1), list);
            if (first > last) {
                throw invalid(list);
            }
            bits.set(first, last + 1);
        }
        if (bits.isEmpty()) {
            throw invalid(list);
        }
        return bits.toByteArray();
    }

    private static int number(String text, String list) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && number < MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            // as wrong as a number out of range
        }
        throw invalid(list);
    }

    private static CgroupFailed invalid(String list) {
        return CgroupFailed.invalid("/linux/resources/cpu", "\"" + list + "\" is not a list such as 0-3,7");
    }
}
