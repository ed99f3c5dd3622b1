package carafe.container.cgroup.limits;

import carafe.container.CgroupFailed;

/**
 * How values of {@code linux.resources}, which was designed for version 1, read in version 2. Pure functions; 0 always
 * means "not set".
 */
public final class Conversions {
    /** The bounds of cpu.shares (kernel/sched/sched.h: MIN_SHARES, MAX_SHARES). */
    static final long MIN_SHARES = 2;
    static final long MAX_SHARES = 262144;
    private static final long MAX_WEIGHT = 10000;
    private static final long UNLIMITED = -1;

    private Conversions() {
    }

    /**
     * cpu.shares (2 to 262144, usually 1024) as cpu.weight (1 to 10000, usually 100).
     *
     * <p>The curve goes through both ends and both defaults. The older linear formula gave a container with the default
     * of 1024 a weight of 39, less than half of what any process outside containers has.
     */
    public static long sharesToWeight(long shares) {
        if (shares == 0) {
            return 0;
        }
        if (Long.compareUnsigned(shares, MIN_SHARES) <= 0) {
            return 1;
        }
        if (Long.compareUnsigned(shares, MAX_SHARES) >= 0) {
            return MAX_WEIGHT;
        }
        double log2 = Math.log(shares) / Math.log(2);
        double exponent = (log2 * log2 + 125 * log2) / 612.0 - 7.0 / 34.0;
        return (long) Math.ceil(Math.pow(10, exponent));
    }

    /**
     * memory.swap.max, which counts swap alone, from {@code memory.swap}, which counts memory and swap.
     *
     * @return bytes, -1 for no limit, 0 for "not set" unless {@code swap} was set: then swap is forbidden
     */
    public static long swapAlone(long swap, long limit) {
        if (limit == UNLIMITED && swap == 0) {
            // version 1 would not allow memory to exceed memory and swap, so unlimited memory meant both
            return UNLIMITED;
        }
        if (swap == UNLIMITED || swap == 0 || limit == UNLIMITED) {
            return swap;
        }
        if (limit == 0) {
            throw CgroupFailed.invalid("/linux/resources/memory/swap",
                    "unable to set swap limit without memory limit");
        }
        if (limit < 0) {
            throw CgroupFailed.invalid("/linux/resources/memory/limit", "invalid memory value: " + limit);
        }
        if (swap < limit) {
            throw CgroupFailed.invalid("/linux/resources/memory/swap",
                    "memory+swap limit should be >= memory limit");
        }
        return swap - limit;
    }

    /** blkio weight (10 to 1000) as io.weight (1 to 10000), linearly. */
    public static long blkioToIoWeight(long weight) {
        return weight == 0 ? 0 : 1 + (weight - 10) * 9999 / 990;
    }

    /** The contents of cpu.max; either value may be 0, but not both. */
    public static String cpuMax(long quota, long period) {
        String text = quota > 0 ? Long.toString(quota) : "max";
        return period == 0 ? text : text + " " + Long.toUnsignedString(period);
    }

    /** A number, or {@code max} for the -1 of version 1. */
    public static String maxIfNegative(long value) {
        return value < 0 ? "max" : Long.toString(value);
    }
}
