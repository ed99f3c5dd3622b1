package carafe.container.setup;

import carafe.container.SetupFailed;
import carafe.kernel.Errno;
import carafe.kernel.Kernel;
import carafe.kernel.Ref;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;
import carafe.spec.IoPriority;
import carafe.spec.NumberList;
import carafe.spec.Scheduler;
import carafe.spec.SchedulerFlag;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;

/**
 * When and where a process runs: {@code process.scheduler}, {@code process.ioPriority} and
 * {@code process.execCPUAffinity}. Before the change of user and capabilities, because real-time policies take CAP_SYS_NICE.
 */
public final class Scheduling {
    /** sizeof(struct sched_attr) with the utilization clamps, include/uapi/linux/sched/types.h */
    private static final int SCHED_ATTR_BYTES = 56;
    /** include/uapi/linux/ioprio.h */
    private static final int IOPRIO_WHO_PROCESS = 1;
    private static final int IOPRIO_CLASS_SHIFT = 13;

    /** The most a kernel can be configured for: CONFIG_NR_CPUS, arch/x86/Kconfig. */
    private static final int MAX_CPUS = 8192;

    private final Kernel kernel;

    public Scheduling(Kernel kernel) {
        this.kernel = kernel;
    }

    public void setScheduler(Scheduler scheduler) {
        Step step = new Step(StepKind.SCHEDULER, scheduler.policy().word());
        kernel.enter(step);
        long flags = 0;
        for (SchedulerFlag flag : scheduler.flags()) {
            flags |= flag.bit();
        }
        byte[] attributes = ByteBuffer.allocate(SCHED_ATTR_BYTES).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(SCHED_ATTR_BYTES).putInt(scheduler.policy().number()).putLong(flags)
                .putInt(scheduler.nice()).putInt(scheduler.priority())
                .putLong(scheduler.runtime()).putLong(scheduler.deadline()).putLong(scheduler.period()).array();
        Ref set = kernel.allowing(Errno.EPERM)
                .run(kernel.call(Syscall.SCHED_SETATTR).with(0).with(attributes).with(0));
        if (set.failed()) {
            throw new SetupFailed(step, "sched_setattr: " + Errno.describe(Errno.EPERM), "the runtime needs "
                    + "CAP_SYS_NICE, and as to SCHED_DEADLINE, the process scheduler can't be used together with "
                    + "AllowedCPUs: linux.resources.cpu.cpus");
        }
    }

    public void setIoPriority(IoPriority priority) {
        kernel.enter(StepKind.IO_PRIORITY);
        long value = (long) priority.ioClass().number() << IOPRIO_CLASS_SHIFT | priority.priority();
        kernel.run(kernel.call(Syscall.IOPRIO_SET).with(IOPRIO_WHO_PROCESS).with(0).with(value));
    }

    /**
     * Every CPU of the cgroup's cpuset. To be called after the process joined its cgroup: since Linux 6.2 that keeps
     * what the process was bound to before, be it as the child of a service that systemd binds.
     */
    public void useEveryCpu() {
        kernel.enter(StepKind.RESET_CPU_AFFINITY);
        byte[] mask = new byte[MAX_CPUS / Byte.SIZE];
        Arrays.fill(mask, (byte) 0xff);
        // a matter of comfort: what cannot be reset stays as it was
        kernel.allowingAll().run(kernel.call(Syscall.SCHED_SETAFFINITY).with(0).with(mask.length).with(mask));
    }

    /**
     * @param cpus    a list such as "0-3,7"
     * @param pointer the property it comes from
     */
    public void setAffinity(String cpus, String pointer) {
        kernel.enter(StepKind.CPU_AFFINITY, cpus, pointer);
        byte[] mask = ProcessMemoryPolicy.mask(NumberList.parse(cpus));
        kernel.run(kernel.call(Syscall.SCHED_SETAFFINITY).with(0).with(mask.length).with(mask));
    }

    /** A list of CPUs in the kernel's other form: "0,2" is 0x5. */
    public static String maskOf(String cpus) {
        BitSet set = NumberList.parse(cpus);
        BigInteger mask = BigInteger.ZERO;
        for (int cpu = set.nextSetBit(0); cpu >= 0; cpu = set.nextSetBit(cpu + 1)) {
            mask = mask.setBit(cpu);
        }
        return "0x" + mask.toString(16);
    }
}
