package carafe.monitor.watch;

import static java.nio.charset.StandardCharsets.US_ASCII;

import carafe.kernel.Libc;
import carafe.kernel.Open;
import carafe.kernel.Sys;
import carafe.kernel.Syscall;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.OwnLog;

/**
 * Notices that the kernel has killed a process of the container for want of memory.
 *
 * <p>The kernel wakes the monitor (v1: an eventfd in cgroup.event_control; v2: inotify on memory.events), and the
 * counters of the cgroup decide. They are read once more when the container has exited, because the news of a kill
 * and of its victim's end race, and because some kernels have the counters without the wake-up.
 */
public final class OomWatch implements EventLoop.Handler {
    private static final int IN_MODIFY = 2;
    private static final int EVENT_BYTES = 512;

    private final Sys sys;
    private final EventLoop loop;
    private final OwnLog log;
    private final Runnable onOom;
    private final long event;
    /** The file with the counters, and the names of the lines that count kills. */
    private String counters;
    private long seen;
    private int fd = -1;

    public OomWatch(Sys sys, EventLoop loop, OwnLog log, Runnable onOom) {
        this.sys = sys;
        this.loop = loop;
        this.log = log;
        this.onOom = onOom;
        event = sys.arena().allocate(EVENT_BYTES, 8);
    }

    /** Begins to watch the cgroup a process is in. */
    public void start(int pid) {
        String v2 = CgroupPaths.memoryV2(sys, pid);
        if (v2 != null) {
            counters = v2 + "/memory.events";
            watchV2();
        } else {
            String v1 = CgroupPaths.memoryV1(sys, pid);
            if (v1 == null) {
                log.info("the container has no memory cgroup, so its kills for want of memory go unseen");
                return;
            }
            counters = v1 + "/memory.oom_control";
            watchV1(v1);
        }
        if (fd >= 0) {
            loop.add(fd, Sys.EPOLLIN, this);
        }
        seen = Math.max(0, count(sys.readText(counters)));
    }

    private void watchV2() {
        int inotify = (int) Libc.call(Syscall.INOTIFY_INIT1, Open.O_CLOEXEC | Open.O_NONBLOCK);
        int mark = sys.arena().mark();
        long watch = Libc.call(Syscall.INOTIFY_ADD_WATCH, inotify, sys.arena().string(counters), IN_MODIFY);
        sys.arena().reset(mark);
        keep(inotify, watch >= 0);
    }

    private void watchV1(String directory) {
        int eventfd = (int) Libc.call(Syscall.EVENTFD2, 0, Open.O_CLOEXEC | Open.O_NONBLOCK);
        int control = sys.open(directory + "/cgroup.event_control", Open.O_WRONLY, 0);
        int oomControl = sys.open(counters, Open.O_RDONLY, 0);
        int result = control < 0 ? control
                : sys.writeAll(control, (eventfd + " " + oomControl).getBytes(US_ASCII));
        sys.close(control);
        sys.close(oomControl);
        keep(eventfd, result >= 0);
    }

    private void keep(int descriptor, boolean works) {
        if (works) {
            fd = descriptor;
        } else {
            sys.close(descriptor);
        }
    }

    @Override
    public void ready(int events) {
        while (sys.read(fd, event, EVENT_BYTES) > 0) {
            // only the counters count: an eventfd is also written to when its cgroup is removed
        }
        check();
    }

    /** Reads the counters. Call it when the container has exited and its cgroup is still there. */
    public void check() {
        if (counters == null) {
            return;
        }
        long now = count(sys.readText(counters));
        if (now > seen) {
            seen = now;
            onOom.run();
        }
        if (now < 0 && fd >= 0) {
            loop.remove(fd);
            sys.close(fd);
            fd = -1;
        }
    }

    /** The sum of the lines "oom N" (v2) and "oom_kill N" (both), or -1 without a text: the cgroup is gone. */
    static long count(String text) {
        if (text == null) {
            return -1;
        }
        long sum = 0;
        for (String line : text.split("\n")) {
            int blank = line.indexOf(' ');
            String name = blank < 0 ? line : line.substring(0, blank);
            if (name.equals("oom") || name.equals("oom_kill")) {
                sum += number(line.substring(blank + 1));
            }
        }
        return sum;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
