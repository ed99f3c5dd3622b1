package carafe.container.cgroup.devices;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;
import java.util.ArrayList;
import java.util.List;

/** Device rules of version 2: a program attached to the cgroup, in the place of what was attached before. */
public final class V2Devices {
    private static final int RLIMIT_MEMLOCK = 8;

    private V2Devices() {
    }

    /** The kernel's refusals are {@link ErrnoException}s of the step that names the pointer. */
    public static void apply(Kernel kernel, CgroupDirectory directory, DevicePolicy policy) {
        kernel.enter(StepKind.RESTRICT_DEVICES);
        BpfCalls bpf = new BpfCalls(kernel);
        Fd program = load(kernel, bpf, DeviceProgram.of(policy));
        Fd cgroup = kernel.openat(Fd.CWD, directory.path(), Open.O_RDONLY | Open.O_DIRECTORY);
        List<Fd> old = openAttached(bpf, cgroup);
        try {
            exchange(bpf, cgroup, program, old);
        } finally {
            old.forEach(kernel::close);
            // the cgroup keeps the program
            kernel.close(program);
            kernel.close(cgroup);
        }
    }

    private static Fd load(Kernel kernel, BpfCalls bpf, Instructions code) {
        try {
            return bpf.load(code);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EPERM) {
                throw e;
            }
            // kernels before 5.11 count programs as locked memory; this process locks nothing else and starts nobody
            long unlimited = kernel.arena().longs(-1, -1);
            kernel.allowingAll()
                    .run(kernel.call(Syscall.PRLIMIT64).with(0).with(RLIMIT_MEMLOCK).with(unlimited).with(0)).get();
            return bpf.load(code);
        }
    }

    private static List<Fd> openAttached(BpfCalls bpf, Fd cgroup) {
        List<Fd> programs = new ArrayList<>();
        for (int id : bpf.attached(cgroup)) {
            Fd program = bpf.open(id);
            // what cannot be opened stays; it can only restrict further
            if (!program.failed()) {
                programs.add(program);
            }
        }
        return programs;
    }

    /** At no time is the cgroup without a program, so nothing that is forbidden can be opened in between. */
    private static void exchange(BpfCalls bpf, Fd cgroup, Fd program, List<Fd> old) {
        if (old.size() == 1) {
            try {
                bpf.replace(cgroup, program, old.getFirst());
                return;
            } catch (ErrnoException e) {
                if (e.errno() != Errno.EINVAL) {
                    throw e;
                }
            }
        }
        bpf.attach(cgroup, program);
        for (Fd before : old) {
            bpf.detach(cgroup, before);
        }
    }
}
