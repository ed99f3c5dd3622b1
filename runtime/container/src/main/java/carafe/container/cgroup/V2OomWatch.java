package carafe.container.cgroup;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.Readiness;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;

/**
 * Notices of changed event files of version 2 (inotify(7)). The removal of a cgroup gives none, so its end is when it
 * holds no process any more.
 */
final class V2OomWatch implements OomWatch {
    private static final int IN_MODIFY = 2;
    private static final int BUFFER = 4096;

    private final Kernel kernel;
    private final CgroupDirectory directory;
    private final Fd inotify;
    private long killsSeen;
    /** The notice of the end may have been read together with the one of a kill. */
    private boolean mayHaveEnded;

    V2OomWatch(Kernel kernel, CgroupDirectory directory) {
        this.kernel = kernel;
        this.directory = directory;
        kernel.enter(StepKind.WATCH_MEMORY);
        this.inotify = kernel.fd(kernel.open(Syscall.INOTIFY_INIT1).with(Open.O_CLOEXEC | Open.O_NONBLOCK));
        watch("memory.events");
        watch("cgroup.events");
        this.killsSeen = kills();
    }

    private void watch(String file) {
        kernel.run(kernel.call(Syscall.INOTIFY_ADD_WATCH).with(inotify).with(directory.path() + "/" + file)
                .with(IN_MODIFY)).get();
    }

    private long kills() {
        return FlatKeyed.value(directory.readIfThere("memory.events"), "oom_kill");
    }

    /** The notices only say that something changed; what counts stands in the files. */
    @Override
    public Event await(int milliseconds) {
        if (mayHaveEnded && hasEnded()) {
            return Event.ENDED;
        }
        while (Readiness.await(kernel, inotify, milliseconds)) {
            int mark = kernel.arena().mark();
            kernel.allowingAll().read(inotify, kernel.arena().allocate(BUFFER, 8), BUFFER).get();
            kernel.arena().reset(mark);
            long kills = kills();
            if (kills > killsSeen) {
                killsSeen = kills;
                mayHaveEnded = true;
                return Event.OOM;
            }
            if (hasEnded()) {
                return Event.ENDED;
            }
        }
        return Event.TIMEOUT;
    }

    private boolean hasEnded() {
        return FlatKeyed.value(directory.readIfThere("cgroup.events"), "populated") == 0;
    }

    @Override
    public void close() {
        kernel.close(inotify);
    }
}
