package carafe.container.cgroup.limits;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.spec.resources.Cpu;
import carafe.spec.resources.Resources;

/** Processors and memory nodes: the same files in both versions. */
final class CpusetLimit implements Limit {
    @Override
    public String askedBy(Resources resources) {
        Cpu cpu = resources.cpu();
        if (cpu == null) {
            return null;
        }
        if (Limit.isSet(cpu.cpus())) {
            return V1Cpuset.CPUS_POINTER;
        }
        return Limit.isSet(cpu.mems()) ? V1Cpuset.MEMS_POINTER : null;
    }

    @Override
    public void apply(CgroupDirectory directory, Resources resources) {
        Cpu cpu = resources.cpu();
        if (Limit.isSet(cpu.cpus())) {
            directory.write(V1Cpuset.CPUS, cpu.cpus(), V1Cpuset.CPUS_POINTER);
        }
        if (Limit.isSet(cpu.mems())) {
            directory.write(V1Cpuset.MEMS, cpu.mems(), V1Cpuset.MEMS_POINTER);
        }
    }
}
