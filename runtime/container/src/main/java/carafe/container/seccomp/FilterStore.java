package carafe.container.seccomp;

/**
 * Where {@link FilterCache} keeps compiled filters between runs. Whoever can write there decides what containers may
 * do, so it belongs to the runtime's user alone, like the state directory.
 */
public interface FilterStore {
    /**
     * @param name a plain file name
     * @return what was last written under this name, or null if nothing was
     */
    byte[] read(String name);

    /** Keeps {@code content} for later, all or nothing; failing to is no error. */
    void write(String name, byte[] content);
}
