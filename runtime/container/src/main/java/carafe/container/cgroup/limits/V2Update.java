package carafe.container.cgroup.limits;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.spec.resources.Cpu;
import carafe.spec.resources.Memory;
import carafe.spec.resources.Resources;

/**
 * Completes an update. Version 1 has a file for each value, version 2 some that hold or depend on two; where only one
 * of a pair is given, the other is as it stands in the kernel.
 */
public final class V2Update {
    private static final long UNLIMITED = -1;

    private V2Update() {
    }

    /** The resources with nothing missing that {@link V2Limits#apply} needs to leave the rest as it is. */
    public static Resources complete(CgroupDirectory directory, Resources asked) {
        return new Resources(asked.devices(),
                asked.memory() == null ? null : complete(directory, asked.memory()),
                asked.cpu() == null ? null : complete(directory, asked.cpu()),
                asked.pids(), asked.blockIO(), asked.hugepageLimits(), asked.network(), asked.rdma(),
                asked.unified());
    }

    private static Memory complete(CgroupDirectory directory, Memory memory) {
        boolean hasLimit = Limit.isSet(memory.limit());
        boolean hasSwap = Limit.isSet(memory.swap());
        if (hasLimit == hasSwap || (hasLimit && memory.limit() == UNLIMITED)) {
            return memory;
        }
        Long oldLimit = value(directory.readIfThere("memory.max"));
        Long oldSwap = value(directory.readIfThere("memory.swap.max"));
        Long limit = hasLimit ? memory.limit() : oldLimit;
        // the sum of both stays; without a limit there is no sum
        boolean hadSum = oldSwap != null && oldSwap != UNLIMITED && oldLimit != null && oldLimit != UNLIMITED;
        Long swap = hasSwap ? memory.swap() : hadSum ? Long.valueOf(oldLimit + oldSwap) : memory.swap();
        return new Memory(limit, memory.reservation(), swap, memory.kernel(), memory.kernelTCP(),
                memory.swappiness(), memory.disableOOMKiller(), memory.useHierarchy(), memory.checkBeforeUpdate());
    }

    private static Cpu complete(CgroupDirectory directory, Cpu cpu) {
        if (Limit.isSet(cpu.quota()) == Limit.isSet(cpu.period())) {
            return cpu;
        }
        String old = directory.readIfThere("cpu.max");
        if (old == null) {
            return cpu;
        }
        int blank = old.indexOf(' ');
        Long quota = Limit.isSet(cpu.quota()) ? cpu.quota() : value(old.substring(0, blank));
        Long period = Limit.isSet(cpu.period()) ? cpu.period() : value(old.substring(blank + 1));
        return new Cpu(cpu.shares(), quota, cpu.burst(), period, cpu.realtimeRuntime(), cpu.realtimePeriod(),
                cpu.cpus(), cpu.mems(), cpu.idle());
    }

    private static Long value(String text) {
        return text == null ? null : text.equals("max") ? Long.valueOf(UNLIMITED) : Long.valueOf(text);
    }
}
