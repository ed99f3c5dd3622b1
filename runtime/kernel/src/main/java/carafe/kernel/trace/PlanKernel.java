package carafe.kernel.trace;

import carafe.kernel.Arena;
import carafe.kernel.Call;
import carafe.kernel.CallingKernel;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.OpenHow;
import carafe.kernel.Ref;
import carafe.kernel.Syscall;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lists what a set-up would do without doing it. Questions that change nothing are answered by the host; everything
 * else is said to have succeeded, with descriptors that exist only in the plan.
 *
 * <p>What the plan has pretended to make is pretended to be there when it is opened. Mounts are not followed: below a
 * planned mount point the plan sees the directory under it.
 */
public final class PlanKernel extends CallingKernel {
    /** Far above any real descriptor. */
    private static final int FIRST_PLANNED_FD = 100_000;
    private static final Set<Syscall> QUESTIONS = EnumSet.of(Syscall.STATX, Syscall.READLINKAT, Syscall.FACCESSAT2,
            Syscall.FSTATFS, Syscall.STATFS, Syscall.READ, Syscall.GETDENTS64, Syscall.CAPGET, Syscall.GETPID,
            Syscall.GETUID, Syscall.GETEUID, Syscall.GETGID, Syscall.GETEGID, Syscall.UNAME, Syscall.GETCWD);
    private static final int CREATING = Open.O_CREAT | Open.O_WRONLY | Open.O_RDWR | Open.O_TRUNC;

    private final Kernel host;
    private final List<Call> calls = new ArrayList<>();
    private final Set<String> made = new HashSet<>();
    private int nextFd = FIRST_PLANNED_FD;

    /** Closes {@code host} when it is closed itself. */
    public PlanKernel(Kernel host) {
        this.host = host;
    }

    /** What would run, in order; a call's text is its {@code toString}. Questions are not part of a plan. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public Arena arena() {
        return host.arena();
    }

    @Override
    public void submit(Call call) {
        if (isQuestion(call)) {
            if (!namesPlanned(call)) {
                ask(call);
                return;
            }
        } else {
            calls.add(call);
        }
        call.result().complete(pretend(call));
    }

    private static boolean isQuestion(Call call) {
        return QUESTIONS.contains(call.syscall()) || opensForReading(call);
    }

    private static boolean opensForReading(Call call) {
        return switch (call.syscall()) {
            case OPENAT -> ((Long) call.argument(2) & CREATING) == 0;
            case OPENAT2 -> (((OpenHow) call.argument(2)).flags() & CREATING) == 0;
            default -> false;
        };
    }

    /** Whether an argument is a descriptor, or names a file, that only the plan has. */
    private boolean namesPlanned(Call call) {
        for (int i = 0; i < call.count(); i++) {
            if (call.argument(i) instanceof Ref ref && ref.get() >= FIRST_PLANNED_FD) {
                return true;
            }
        }
        return call.argument(1) instanceof String path && made.contains(place(call, path));
    }

    private void ask(Call call) {
        host.submit(call);
        host.flush();
    }

    private long pretend(Call call) {
        switch (call.syscall()) {
            case MKDIRAT, MKNODAT -> made.add(place(call, (String) call.argument(1)));
            case SYMLINKAT -> made.add(((Ref) call.argument(1)).get() + "/" + call.argument(2));
            default -> {
                // nothing a later question could be about
            }
        }
        if (call.syscall() == Syscall.WRITE) {
            return (Long) call.argument(2);
        }
        return call.result() instanceof Fd ? nextFd++ : 0;
    }

    private static String place(Call call, String path) {
        return call.argument(0) instanceof Ref dir ? dir.get() + "/" + path : path;
    }

    @Override
    public void flush() {
        // nothing is ever queued
    }

    @Override
    public void close() {
        host.close();
    }
}
