package carafe.container.cgroup.devices;

import java.util.Map;

/**
 * A policy as a program of type BPF_PROG_TYPE_CGROUP_DEVICE, which the kernel runs at each open(2) and mknod(2) of a
 * device and which answers 1 to allow.
 *
 * <pre>
 *   its context in r1 (struct bpf_cgroup_dev_ctx): u16 type, u16 access, u32 major, u32 minor
 *   r2 = type  r3 = access  r4 = major  r5 = minor
 *   for each exception:
 *       type, major, minor differ                         → next
 *       allowing: access asks for more than the exception → next
 *       denying:  access asks for nothing of the exception → next
 *       answer: not the default
 *   answer: the default
 * </pre>
 */
final class DeviceProgram {
    private static final int CONTEXT = 1;
    private static final int TYPE = 2;
    private static final int ACCESS = 3;
    private static final int MAJOR = 4;
    private static final int MINOR = 5;
    /** The context is not needed any more once everything is loaded. */
    private static final int SCRATCH = CONTEXT;

    /** BPF_DEVCG_DEV_* (include/uapi/linux/bpf.h). */
    private static final int BLOCK_DEVICE = 1;
    private static final int CHARACTER_DEVICE = 2;

    private DeviceProgram() {
    }

    static Instructions of(DevicePolicy policy) {
        Instructions code = new Instructions();
        code.loadWord(TYPE, CONTEXT, 0);
        code.and(TYPE, 0xffff);
        code.loadWord(ACCESS, CONTEXT, 0);
        code.shiftRight(ACCESS, 16);
        code.loadWord(MAJOR, CONTEXT, 4);
        code.loadWord(MINOR, CONTEXT, 8);
        for (Map.Entry<DeviceRange, Integer> exception : policy.exceptions().entrySet()) {
            emit(code, exception.getKey(), exception.getValue(), !policy.allowsByDefault());
        }
        code.answer(policy.allowsByDefault());
        return code;
    }

    private static void emit(Instructions code, DeviceRange range, int access, boolean allow) {
        code.leaveUnlessEqual(TYPE, range.block() ? BLOCK_DEVICE : CHARACTER_DEVICE);
        if (range.major() != DeviceRange.ANY) {
            code.leaveUnlessEqual(MAJOR, range.major());
        }
        if (range.minor() != DeviceRange.ANY) {
            code.leaveUnlessEqual(MINOR, range.minor());
        }
        if (access != DeviceAccess.ALL) {
            code.copy(SCRATCH, ACCESS);
            code.and(SCRATCH, access);
            if (allow) {
                code.leaveUnlessSame(SCRATCH, ACCESS);
            } else {
                code.leaveIfEqual(SCRATCH, 0);
            }
        }
        code.answer(allow);
        code.land();
    }
}
