package carafe.container.cgroup;

import carafe.kernel.Fd;

/** A descriptor to wait on for the kernel's out-of-memory kills in a cgroup. */
public interface OomWatch extends AutoCloseable {
    /** What has happened. */
    enum Event { OOM, ENDED, TIMEOUT }

    /** Readable (poll(2)) when {@link #await} would not wait; owned by the watch. */
    Fd fd();

    /**
     * Waits for the next event.
     *
     * @param milliseconds how long at most, -1 for ever
     */
    Event await(int milliseconds);

    @Override
    void close();
}
