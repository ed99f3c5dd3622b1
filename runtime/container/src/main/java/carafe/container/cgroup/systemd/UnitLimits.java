package carafe.container.cgroup.systemd;

import carafe.container.cgroup.dbus.DbusValue;
import carafe.container.cgroup.limits.Conversions;
import carafe.spec.resources.BlockIo;
import carafe.spec.resources.Cpu;
import carafe.spec.resources.Memory;
import carafe.spec.resources.Resources;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code linux.resources} as properties of a unit, so that systemd knows the limits and does not set its own over them.
 * What it has no property for is only written to the cgroup.
 */
final class UnitLimits {
    private static final long INFINITY = -1;
    private static final long DEFAULT_PERIOD = 100_000;
    private static final long MICROSECONDS = 1_000_000;
    /** systemd counts whole percents of a processor. */
    private static final long PERCENT = MICROSECONDS / 100;

    /** Versions of systemd since when a property is known. */
    private static final int HAS_QUOTA_PERIOD = 242;
    private static final int HAS_CPUSET = 244;
    private static final int HAS_CPU_IDLE = 252;

    private final boolean version2;
    private final Systemd systemd;
    private final List<UnitProperty> properties = new ArrayList<>();

    private UnitLimits(boolean version2, Systemd systemd) {
        this.version2 = version2;
        this.systemd = systemd;
    }

    /**
     * @param version2 of cgroups, where some properties have other names
     * @param systemd  asked for its version if that matters
     */
    static List<UnitProperty> of(Resources resources, boolean version2, Systemd systemd) {
        UnitLimits limits = new UnitLimits(version2, systemd);
        if (resources.memory() != null) {
            limits.memory(resources.memory());
        }
        if (resources.cpu() != null) {
            limits.cpu(resources.cpu());
        }
        if (resources.blockIO() != null && !version2) {
            limits.blockIo(resources.blockIO());
        }
        if (resources.pids() != null && resources.pids().limit() != null) {
            long limit = resources.pids().limit();
            // systemd takes no 0, and a container cannot fork with 1 either
            limits.add("TasksMax", limit < 0 ? INFINITY : Math.max(limit, 1));
        }
        UnifiedProperties.add(limits.properties, resources.unified(), systemd);
        return limits.properties;
    }

    private void add(String name, long value) {
        properties.add(UnitProperty.of(name, value));
    }

    private void memory(Memory memory) {
        long limit = orZero(memory.limit());
        if (limit != 0) {
            add(version2 ? "MemoryMax" : "MemoryLimit", limit);
        }
        if (version2) {
            if (orZero(memory.reservation()) != 0) {
                add("MemoryLow", memory.reservation());
            }
            long swap = Conversions.swapAlone(orZero(memory.swap()), limit);
            if (swap != 0) {
                add("MemorySwapMax", swap);
            }
        }
    }

    private void cpu(Cpu cpu) {
        boolean idle = version2 && cpu.idle() != null && cpu.idle() == 1 && systemd.version() >= HAS_CPU_IDLE;
        if (idle) {
            add("CPUWeight", 0);
        } else if (orZero(cpu.shares()) != 0) {
            add(version2 ? "CPUWeight" : "CPUShares",
                    version2 ? Conversions.sharesToWeight(cpu.shares()) : cpu.shares());
        }
        bandwidth(properties, orZero(cpu.quota()), orZero(cpu.period()), systemd);
        set("AllowedCPUs", cpu.cpus());
        set("AllowedMemoryNodes", cpu.mems());
    }

    private void set(String property, String list) {
        if (list != null && !list.isEmpty() && systemd.version() >= HAS_CPUSET) {
            properties.add(new UnitProperty(property, DbusValue.bytes(RangeBits.of(list))));
        }
    }

    static void bandwidth(List<UnitProperty> properties, long quota, long period, Systemd systemd) {
        if (period != 0 && systemd.version() >= HAS_QUOTA_PERIOD) {
            properties.add(UnitProperty.of("CPUQuotaPeriodUSec", period));
        }
        if (quota != 0 || period != 0) {
            properties.add(UnitProperty.of("CPUQuotaPerSecUSec", quota <= 0 ? INFINITY : perSecond(quota, period)));
        }
    }

    /** Rounded up as systemd rounds, so that a cgroup below can have what the container was promised. */
    private static long perSecond(long quota, long period) {
        long exact = quota * MICROSECONDS / (period == 0 ? DEFAULT_PERIOD : period);
        return (exact + PERCENT - 1) / PERCENT * PERCENT;
    }

    /** The resources with the quota that systemd will set, so that both write the same. */
    static Resources asRounded(Resources resources) {
        Cpu cpu = resources.cpu();
        if (cpu == null || orZero(cpu.quota()) <= 0) {
            return resources;
        }
        long period = orZero(cpu.period()) == 0 ? DEFAULT_PERIOD : cpu.period();
        long quota = perSecond(cpu.quota(), period) * period / MICROSECONDS;
        Cpu rounded = new Cpu(cpu.shares(), Math.max(quota, cpu.quota()), cpu.burst(), cpu.period(),
                cpu.realtimeRuntime(), cpu.realtimePeriod(), cpu.cpus(), cpu.mems(), cpu.idle());
        return new Resources(resources.devices(), resources.memory(), rounded, resources.pids(), resources.blockIO(),
                resources.hugepageLimits(), resources.network(), resources.rdma(), resources.unified());
    }

    private void blockIo(BlockIo blockIo) {
        if (blockIo.weight() != null && blockIo.weight() != 0) {
            add("BlockIOWeight", blockIo.weight());
        }
    }

    private static long orZero(Long value) {
        return value == null ? 0 : value;
    }
}
