package carafe.container.cgroup;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.Readiness;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;

/**
 * An eventfd that the memory controller of version 1 counts up at each kill, and once more when the cgroup is removed
 * (Documentation/admin-guide/cgroup-v1/memory.rst, section 9 and 10).
 */
final class V1OomWatch implements OomWatch {
    private static final String CONTROL = "cgroup.event_control";

    private final Kernel kernel;
    private final CgroupDirectory directory;
    private final Fd counter;
    private final Fd oomControl;

    V1OomWatch(Kernel kernel, CgroupDirectory directory) {
        this.kernel = kernel;
        this.directory = directory;
        kernel.enter(StepKind.WATCH_MEMORY);
        this.counter = kernel.fd(kernel.open(Syscall.EVENTFD2).with(0).with(Open.O_CLOEXEC | Open.O_NONBLOCK));
        this.oomControl = kernel.openat(Fd.CWD, directory.path() + "/memory.oom_control", Open.O_RDONLY);
        directory.write(CONTROL, counter.number() + " " + oomControl.number(), "");
    }

    @Override
    public Event await(int milliseconds) {
        if (!Readiness.await(kernel, counter, milliseconds)) {
            return Event.TIMEOUT;
        }
        int mark = kernel.arena().mark();
        kernel.allowingAll().read(counter, kernel.arena().allocate(8, 8), 8).get();
        kernel.arena().reset(mark);
        return directory.has(CONTROL) ? Event.OOM : Event.ENDED;
    }

    @Override
    public void close() {
        kernel.close(oomControl);
        kernel.close(counter);
    }
}
