package carafe.monitor.system;

import carafe.kernel.Sys;
import java.nio.ByteBuffer;

/**
 * The offset of a time zone from UTC, from a TZif file (RFC 8536). java.time is not used, because reading its own
 * zone data would cost a monitor its whole start-up.
 *
 * <p>After the last transition listed the file's footer, a POSIX TZ rule, applies; see {@link ZoneRule}.
 */
public final class ZoneFile {
    /** No file, or one that cannot be read. */
    public static final ZoneFile UTC = new ZoneFile(new long[0], new int[0], 0, null);

    private static final int MAGIC = 0x545a6966;
    private static final int HEADER = 44;

    private final long[] transitions;
    private final int[] offsets;
    private final int before;
    private final ZoneRule rule;

    private ZoneFile(long[] transitions, int[] offsets, int before, ZoneRule rule) {
        this.transitions = transitions;
        this.offsets = offsets;
        this.before = before;
        this.rule = rule;
    }

    /** The zone of the variable TZ (a name or a path; null for none), else that of /etc/localtime. */
    public static ZoneFile ofMachine(Sys sys, String tz) {
        String path = "/etc/localtime";
        if (tz != null && !tz.isEmpty()) {
            String name = tz.startsWith(":") ? tz.substring(1) : tz;
            path = name.startsWith("/") ? name : "/usr/share/zoneinfo/" + name;
        }
        byte[] file = sys.readFile(path);
        if (file != null) {
            return parse(file);
        }
        ZoneRule rule = tz == null ? null : ZoneRule.parse(tz);
        return rule == null ? UTC : new ZoneFile(new long[0], new int[0], 0, rule);
    }

    /** Reads the 64-bit block of a version 2 file; anything else counts as UTC. */
    static ZoneFile parse(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        try {
            if (file.getInt(0) != MAGIC || file.get(4) < '2') {
                return UTC;
            }
            // the first block holds 32-bit times: skip it
            int at = HEADER + file.getInt(32) * 5 + file.getInt(36) * 6 + file.getInt(40) + file.getInt(28) * 8
                    + file.getInt(24) + file.getInt(20);
            return parseBlock(file, at);
        } catch (IndexOutOfBoundsException e) {
            return UTC;
        }
    }

    private static ZoneFile parseBlock(ByteBuffer file, int header) {
        int utcMarks = file.getInt(header + 20);
        int wallMarks = file.getInt(header + 24);
        int leaps = file.getInt(header + 28);
        int times = file.getInt(header + 32);
        int types = file.getInt(header + 36);
        int names = file.getInt(header + 40);
        int indexes = header + HEADER + times * 8;
        int typeTable = indexes + times;
        long[] transitions = new long[times];
        int[] offsets = new int[times];
        for (int i = 0; i < times; i++) {
            transitions[i] = file.getLong(header + HEADER + i * 8);
            offsets[i] = file.getInt(typeTable + 6 * file.get(indexes + i));
        }
        int footer = typeTable + types * 6 + names + leaps * 12 + wallMarks + utcMarks + 1;
        StringBuilder text = new StringBuilder();
        while (footer < file.limit() && file.get(footer) != '\n') {
            text.append((char) file.get(footer++));
        }
        return new ZoneFile(transitions, offsets, types > 0 ? file.getInt(typeTable) : 0,
                ZoneRule.parse(text.toString()));
    }

    /** Seconds east of UTC at a moment given in seconds since the epoch. */
    public int offsetAt(long second) {
        int low = 0;
        int high = transitions.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (transitions[middle] <= second) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == transitions.length && rule != null) {
            return rule.offsetAt(second);
        }
        return low == 0 ? before : offsets[low - 1];
    }
}
