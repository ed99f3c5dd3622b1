package carafe.container.seccomp;

import java.util.Arrays;

/**
 * A set of unsigned 64-bit values, as the ascending points at which membership changes: the first point is the first
 * member, the second the first value after it that is none, and so on. No points are the empty set, the point 0 alone
 * is all values.
 */
final class ValueSet {
    static final ValueSet NONE = new ValueSet();
    static final ValueSet ALL = new ValueSet(0);

    private final long[] points;

    private ValueSet(long... points) {
        this.points = points;
    }

    static ValueSet exactly(long value) {
        return value == -1 ? new ValueSet(value) : new ValueSet(value, value + 1);
    }

    static ValueSet atLeast(long value) {
        return new ValueSet(value);
    }

    static ValueSet above(long value) {
        return value == -1 ? NONE : new ValueSet(value + 1);
    }

    ValueSet complement() {
        if (points.length > 0 && points[0] == 0) {
            return new ValueSet(Arrays.copyOfRange(points, 1, points.length));
        }
        long[] complement = new long[points.length + 1];
        System.arraycopy(points, 0, complement, 1, points.length);
        return new ValueSet(complement);
    }

    /** The members that fit in 32 bits, as a set of 32-bit values: the point 2^32 is their end and falls away. */
    ValueSet narrowed() {
        int kept = 0;
        while (kept < points.length && points[kept] >>> Integer.SIZE == 0) {
            kept++;
        }
        return kept == points.length ? this : new ValueSet(Arrays.copyOf(points, kept));
    }

    ValueSet union(ValueSet other) {
        long[] merged = new long[points.length + other.points.length];
        int count = 0;
        int mine = 0;
        int theirs = 0;
        while (mine < points.length || theirs < other.points.length) {
            boolean inside = (mine | theirs) % 2 == 1;
            long point = nextPoint(mine, other, theirs);
            if (mine < points.length && points[mine] == point) {
                mine++;
            }
            if (theirs < other.points.length && other.points[theirs] == point) {
                theirs++;
            }
            if ((mine | theirs) % 2 == 1 != inside) {
                merged[count++] = point;
            }
        }
        return new ValueSet(Arrays.copyOf(merged, count));
    }

    private long nextPoint(int mine, ValueSet other, int theirs) {
        if (mine == points.length) {
            return other.points[theirs];
        }
        boolean mineFirst = theirs == other.points.length
                || Long.compareUnsigned(points[mine], other.points[theirs]) <= 0;
        return mineFirst ? points[mine] : other.points[theirs];
    }

    /** How many points there are, at which membership changes; it begins with "no". */
    int pointCount() {
        return points.length;
    }

    long point(int index) {
        return points[index];
    }

    /**
     * For people: "5", "not 5", "at least 5", "below 5", "5 to 9".
     *
     * @param highest of all values that can be
     */
    String text(long highest) {
        if (points.length == 0) {
            return "impossible";
        }
        if (points.length == 3 && points[0] == 0 && points[2] == points[1] + 1) {
            return "not " + Condition.hex(points[1]);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < points.length; i += 2) {
            text.append(i == 0 ? "" : " or ");
            boolean open = i + 1 == points.length;
            if (open && points[i] == highest) {
                text.append(Condition.hex(highest));
            } else if (open) {
                text.append(points[i] == 0 ? "anything" : "at least " + Condition.hex(points[i]));
            } else if (points[i + 1] == points[i] + 1) {
                text.append(Condition.hex(points[i]));
            } else if (points[i] == 0) {
                text.append("below ").append(Condition.hex(points[i + 1]));
            } else {
                text.append(Condition.hex(points[i])).append(" to ").append(Condition.hex(points[i + 1] - 1));
            }
        }
        return text.toString();
    }

    boolean contains(long value) {
        int passed = 0;
        while (passed < points.length && Long.compareUnsigned(points[passed], value) <= 0) {
            passed++;
        }
        return passed % 2 == 1;
    }
}
