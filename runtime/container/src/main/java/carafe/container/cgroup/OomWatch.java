package carafe.container.cgroup;

/** Waits for the kernel's out-of-memory kills in a cgroup. */
public interface OomWatch extends AutoCloseable {
    /** What has happened. */
    enum Event { OOM, ENDED, TIMEOUT }

    /**
     * Waits for the next event.
     *
     * @param milliseconds how long at most, -1 for ever
     */
    Event await(int milliseconds);

    @Override
    void close();
}
