package carafe.container.setup;

import carafe.kernel.Kernel;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;
import carafe.spec.MemoryPolicy;
import carafe.spec.MemoryPolicyFlag;
import carafe.spec.NumberList;
import java.util.Arrays;
import java.util.BitSet;

/** {@code linux.memoryPolicy} (set_mempolicy(2)); after the process is in its cgroup, whose cpuset limits the nodes. */
public final class ProcessMemoryPolicy {
    private final Kernel kernel;

    public ProcessMemoryPolicy(Kernel kernel) {
        this.kernel = kernel;
    }

    public void set(MemoryPolicy policy) {
        kernel.enter(StepKind.MEMORY_POLICY);
        long mode = policy.mode().number();
        for (MemoryPolicyFlag flag : policy.flags()) {
            mode |= flag.bit();
        }
        if (policy.nodes() == null || policy.nodes().isEmpty()) {
            kernel.run(kernel.call(Syscall.SET_MEMPOLICY).with(mode).with(0).with(0));
            return;
        }
        byte[] mask = mask(NumberList.parse(policy.nodes()));
        // the kernel takes one bit less than it is told of (get_nodes in mm/mempolicy.c)
        kernel.run(kernel.call(Syscall.SET_MEMPOLICY).with(mode).with(mask).with(8L * mask.length + 1));
    }

    /** Little-endian, in whole longs as the kernel reads it. */
    static byte[] mask(BitSet numbers) {
        byte[] bits = numbers.toByteArray();
        return Arrays.copyOf(bits, Math.max(Long.BYTES, (bits.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES));
    }
}
