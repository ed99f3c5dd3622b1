package carafe.container.inspect;

import carafe.container.seccomp.SeccompListing;
import carafe.container.seccomp.SyscallAbi;
import carafe.kernel.Arena;
import carafe.kernel.Errno;
import carafe.kernel.Kernel;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Ref;
import carafe.kernel.Syscall;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the filters of a process from the kernel (PTRACE_SECCOMP_GET_FILTER of ptrace(2)). The process is stopped
 * meanwhile, for some microseconds; calls such as epoll_wait(2) then end with EINTR, as after any stop.
 */
final class FilterReader {
    private static final int PTRACE_DETACH = 17;
    private static final int PTRACE_SEIZE = 0x4206;
    private static final int PTRACE_INTERRUPT = 0x4207;
    private static final int PTRACE_SECCOMP_GET_FILTER = 0x420c;
    private static final int WNOHANG = 1;
    /** Children made by clone(2) of any kind, and so whoever is traced (wait(2)). */
    private static final int WALL = 0x40000000;
    private static final int LONGEST_PROGRAM_BYTES = 4096 * 8;
    private static final int PATIENCE = 200;

    private final Kernel kernel;

    FilterReader(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * @param filters the first to be asked first
     * @param problem why they could not be read; null if they were
     */
    record Answer(List<SeccompListing> filters, String problem) {
        static Answer problem(String step, int errno) {
            return new Answer(List.of(), step + ": " + Errno.describe(errno));
        }
    }

    Answer read(int pid) {
        Ref seized = ptrace(PTRACE_SEIZE, pid, 0, 0);
        if (seized.failed()) {
            return Answer.problem("tracing process " + pid, seized.errno());
        }
        try {
            ptrace(PTRACE_INTERRUPT, pid, 0, 0);
            if (!awaitStop(pid)) {
                return new Answer(List.of(), "process " + pid + " does not stop");
            }
            return filters(pid);
        } finally {
            // of a process that has not stopped the kernel lets go when this one ends
            ptrace(PTRACE_DETACH, pid, 0, 0);
        }
    }

    private Answer filters(int pid) {
        List<SeccompListing> filters = new ArrayList<>();
        Arena arena = kernel.arena();
        int mark = arena.mark();
        long program = arena.allocate(LONGEST_PROGRAM_BYTES, 8);
        Ref length = ptrace(PTRACE_SECCOMP_GET_FILTER, pid, 0, program);
        while (!length.failed()) {
            filters.add(SeccompListing.of(arena.getBytes(program, (int) length.get() * 8), SyscallAbi.ofThisMachine()));
            length = ptrace(PTRACE_SECCOMP_GET_FILTER, pid, filters.size(), program);
        }
        arena.reset(mark);
        // which is how it says that there are no more
        return length.errno() == Errno.ENOENT
                ? new Answer(filters, null)
                : Answer.problem("reading the filter of process " + pid, length.errno());
    }

    /** A process that is frozen, or waits for a disk, does not stop; it is not waited for much longer than any other. */
    private boolean awaitStop(int pid) {
        for (int i = 0; i < PATIENCE; i++) {
            Ref stopped = kernel.allowingAll().run(kernel.call(Syscall.WAIT4).with(pid).with(0).with(WNOHANG | WALL)
                    .with(0));
            if (stopped.get() == pid) {
                return true;
            }
            kernel.sleep(ProcessCalls.MILLISECOND);
        }
        return false;
    }

    private Ref ptrace(int request, int pid, long address, long data) {
        return kernel.allowingAll().run(kernel.call(Syscall.PTRACE).with(request).with(pid).with(address).with(data));
    }
}
