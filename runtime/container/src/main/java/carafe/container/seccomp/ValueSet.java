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

    boolean contains(long value) {
        int passed = 0;
        while (passed < points.length && Long.compareUnsigned(points[passed], value) <= 0) {
            passed++;
        }
        return passed % 2 == 1;
    }
}
