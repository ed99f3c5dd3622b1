package carafe.container.cgroup.limits;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Errno;
import carafe.spec.resources.Cpu;
import carafe.spec.resources.Resources;

/** The cpu controller of version 1 (Documentation/scheduler/sched-bwc.rst, sched-rt-group.rst). */
public final class V1Cpu implements Limit {
    private static final String AT = "/linux/resources/cpu/";

    @Override
    public String askedBy(Resources resources) {
        Cpu cpu = resources.cpu();
        if (cpu == null) {
            return null;
        }
        if (Limit.isSet(cpu.shares())) {
            return AT + "shares";
        }
        if (Limit.isSet(cpu.quota())) {
            return AT + "quota";
        }
        if (Limit.isSet(cpu.period())) {
            return AT + "period";
        }
        if (cpu.burst() != null) {
            return AT + "burst";
        }
        if (cpu.idle() != null) {
            return AT + "idle";
        }
        return asksRealtime(resources) ? AT + "realtimeRuntime" : null;
    }

    /** Whether {@link #applyRealtime} has anything to do. */
    public static boolean asksRealtime(Resources resources) {
        Cpu cpu = resources == null ? null : resources.cpu();
        return cpu != null && (Limit.isSet(cpu.realtimeRuntime()) || Limit.isSet(cpu.realtimePeriod()));
    }

    @Override
    public void apply(CgroupDirectory directory, Resources resources) {
        Cpu cpu = resources.cpu();
        if (Limit.isSet(cpu.shares())) {
            directory.write("cpu.shares", Long.toUnsignedString(checkShares(cpu.shares())), AT + "shares");
        }
        applyBandwidth(directory, cpu);
        if (cpu.idle() != null) {
            directory.write("cpu.idle", cpu.idle().toString(), AT + "idle");
        }
        applyRealtime(directory, resources);
    }

    /** The kernel would silently take the nearest value it allows. */
    private static long checkShares(long shares) {
        if (Long.compareUnsigned(shares, Conversions.MAX_SHARES) > 0) {
            throw CgroupFailed.invalid(AT + "shares", "the maximum allowed cpu-shares is " + Conversions.MAX_SHARES);
        }
        if (shares < Conversions.MIN_SHARES) {
            throw CgroupFailed.invalid(AT + "shares", "the minimum allowed cpu-shares is " + Conversions.MIN_SHARES);
        }
        return shares;
    }

    /**
     * Quota, period and burst depend on one another and on the parent's; if the new period or burst does not fit the
     * old quota, the new quota goes first.
     */
    private static void applyBandwidth(CgroupDirectory directory, Cpu cpu) {
        boolean hasQuota = Limit.isSet(cpu.quota());
        String period = Limit.isSet(cpu.period()) ? Long.toUnsignedString(cpu.period()) : null;
        String burst = cpu.burst() != null ? Long.toUnsignedString(cpu.burst()) : null;
        boolean periodLater = period != null
                && !writeOrPostpone(directory, "cpu.cfs_period_us", period, AT + "period", hasQuota);
        // kernels before 5.14 know no burst
        boolean burstLater = burst != null && directory.has("cpu.cfs_burst_us")
                && !writeOrPostpone(directory, "cpu.cfs_burst_us", burst, AT + "burst", hasQuota);
        if (hasQuota) {
            directory.write("cpu.cfs_quota_us", cpu.quota().toString(), AT + "quota");
        }
        if (periodLater) {
            directory.write("cpu.cfs_period_us", period, AT + "period");
        }
        if (burstLater) {
            directory.write("cpu.cfs_burst_us", burst, AT + "burst");
        }
    }

    /**
     * Must be there before a process with a realtime policy joins: the kernel refuses one in a cgroup without realtime
     * budget.
     */
    public static void applyRealtime(CgroupDirectory directory, Resources resources) {
        if (!asksRealtime(resources)) {
            return;
        }
        Cpu cpu = resources.cpu();
        boolean hasRuntime = Limit.isSet(cpu.realtimeRuntime());
        String period = Limit.isSet(cpu.realtimePeriod()) ? Long.toUnsignedString(cpu.realtimePeriod()) : null;
        boolean periodLater = period != null
                && !writeOrPostpone(directory, "cpu.rt_period_us", period, AT + "realtimePeriod", hasRuntime);
        if (hasRuntime) {
            directory.write("cpu.rt_runtime_us", cpu.realtimeRuntime().toString(), AT + "realtimeRuntime");
        }
        if (periodLater) {
            directory.write("cpu.rt_period_us", period, AT + "realtimePeriod");
        }
    }

    /** False if the value was refused but may fit after another one has been written. */
    private static boolean writeOrPostpone(CgroupDirectory directory, String file, String value, String pointer,
            boolean mayPostpone) {
        int errno = directory.tryWrite(file, value, pointer);
        if (errno == Errno.EINVAL && mayPostpone) {
            return false;
        }
        if (errno != 0) {
            throw directory.refused(file, value, pointer, errno);
        }
        return true;
    }
}
