package carafe.container.cgroup.limits;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Errno;
import carafe.spec.resources.Cpu;
import carafe.spec.resources.Resources;

/** The cpu controller of version 2 (Documentation/admin-guide/cgroup-v2.rst). */
final class V2Cpu implements Limit {
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
        return cpu.idle() != null ? AT + "idle" : null;
    }

    @Override
    public void apply(CgroupDirectory directory, Resources resources) {
        Cpu cpu = resources.cpu();
        boolean becomesIdle = cpu.idle() != null && cpu.idle() != 0;
        // an idle group has no weight to change, so weight goes before idle and after no longer idle
        if (cpu.idle() != null && !becomesIdle) {
            directory.write("cpu.idle", cpu.idle().toString(), AT + "idle");
        }
        if (Limit.isSet(cpu.shares())) {
            applyWeight(directory, cpu.shares(), becomesIdle);
        }
        applyBandwidth(directory, cpu);
        if (becomesIdle) {
            directory.write("cpu.idle", cpu.idle().toString(), AT + "idle");
        }
    }

    private static void applyWeight(CgroupDirectory directory, long shares, boolean becomesIdle) {
        String weight = Long.toString(Conversions.sharesToWeight(shares));
        int errno = directory.tryWrite("cpu.weight", weight, AT + "shares");
        boolean wasIdle = errno == Errno.EINVAL && becomesIdle;
        if (errno != 0 && !wasIdle) {
            throw directory.refused("cpu.weight", weight, AT + "shares", errno);
        }
    }

    /** A burst must not exceed the quota, so it may have to wait for the new one. */
    private static void applyBandwidth(CgroupDirectory directory, Cpu cpu) {
        long quota = cpu.quota() == null ? 0 : cpu.quota();
        long period = cpu.period() == null ? 0 : cpu.period();
        String burst = cpu.burst() == null ? null : Long.toUnsignedString(cpu.burst());
        int burstErrno = burst == null ? 0 : directory.tryWrite("cpu.max.burst", burst, AT + "burst");
        if (burstErrno != 0 && (burstErrno != Errno.EINVAL || quota == 0)) {
            throw directory.refused("cpu.max.burst", burst, AT + "burst", burstErrno);
        }
        if (quota != 0 || period != 0) {
            directory.write("cpu.max", Conversions.cpuMax(quota, period), AT + (quota != 0 ? "quota" : "period"));
        }
        if (burstErrno != 0) {
            directory.write("cpu.max.burst", burst, AT + "burst");
        }
    }
}
