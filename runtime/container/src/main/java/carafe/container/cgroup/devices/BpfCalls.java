package carafe.container.cgroup.devices;

import carafe.kernel.Arena;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Syscall;

/** bpf(2), as far as device programs need it; layouts from union bpf_attr (include/uapi/linux/bpf.h). */
final class BpfCalls {
    private static final int PROG_LOAD = 5;
    private static final int PROG_ATTACH = 8;
    private static final int PROG_DETACH = 9;
    private static final int PROG_GET_FD_BY_ID = 13;
    private static final int PROG_QUERY = 16;

    private static final int TYPE_CGROUP_DEVICE = 15;
    private static final int CGROUP_DEVICE = 6;
    private static final int ALLOW_MULTI = 2;
    private static final int REPLACE = 4;

    /** Programs a cgroup can have at most (include/linux/bpf-cgroup.h: BPF_CGROUP_MAX_PROGS). */
    private static final int MAX_PROGRAMS = 64;

    private final Kernel kernel;

    BpfCalls(Kernel kernel) {
        this.kernel = kernel;
    }

    /** A descriptor of the program, owned by the caller. */
    Fd load(Instructions program) {
        Arena arena = kernel.arena();
        int mark = arena.mark();
        long code = arena.bytes(program.toBytes());
        long licence = arena.string("Apache-2.0");
        // type and count, instructions, licence, no log, no version or flags
        long attributes = arena.longs(TYPE_CGROUP_DEVICE | (long) program.count() << 32, code, licence, 0, 0, 0);
        Fd fd = kernel.fd(kernel.open(Syscall.BPF).with(PROG_LOAD).with(attributes).with(48));
        arena.reset(mark);
        return fd;
    }

    /** Adds the program to those of the cgroup. All of them have to allow an access. */
    void attach(Fd cgroup, Fd program) {
        attach(cgroup, program, ALLOW_MULTI, 0);
    }

    /** Puts the program into the place of another; needs Linux 5.6 (else EINVAL). */
    void replace(Fd cgroup, Fd program, Fd old) {
        attach(cgroup, program, ALLOW_MULTI | REPLACE, old.number());
    }

    private void attach(Fd cgroup, Fd program, int flags, int replaced) {
        int mark = kernel.arena().mark();
        long attributes = kernel.arena().ints(cgroup.number(), program.number(), CGROUP_DEVICE, flags, replaced);
        kernel.run(kernel.call(Syscall.BPF).with(PROG_ATTACH).with(attributes).with(20)).get();
        kernel.arena().reset(mark);
    }

    void detach(Fd cgroup, Fd program) {
        int mark = kernel.arena().mark();
        long attributes = kernel.arena().ints(cgroup.number(), program.number(), CGROUP_DEVICE);
        kernel.run(kernel.call(Syscall.BPF).with(PROG_DETACH).with(attributes).with(12)).get();
        kernel.arena().reset(mark);
    }

    /** The numbers of the device programs attached to the cgroup itself. */
    int[] attached(Fd cgroup) {
        Arena arena = kernel.arena();
        int mark = arena.mark();
        long ids = arena.ints(new int[MAX_PROGRAMS]);
        long attributes = arena.longs(cgroup.number() | (long) CGROUP_DEVICE << 32, 0, ids, MAX_PROGRAMS);
        kernel.run(kernel.call(Syscall.BPF).with(PROG_QUERY).with(attributes).with(28)).get();
        int[] found = new int[arena.getInt(attributes + 24)];
        for (int i = 0; i < found.length; i++) {
            found[i] = arena.getInt(ids + Integer.BYTES * (long) i);
        }
        arena.reset(mark);
        return found;
    }

    /** A descriptor of a program; its result may be an error, as the program may be gone or hidden by an LSM. */
    Fd open(int id) {
        int mark = kernel.arena().mark();
        long attributes = kernel.arena().ints(id, 0, 0);
        Fd fd = kernel.fd(kernel.allowingAll().open(Syscall.BPF).with(PROG_GET_FD_BY_ID).with(attributes).with(12));
        kernel.arena().reset(mark);
        return fd;
    }
}
