package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.FileCalls;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.Ref;
import carafe.kernel.Stat;
import carafe.kernel.Syscall;
import carafe.spec.ConfigReader;

/**
 * The files of one container, reached through a descriptor of its directory.
 *
 * <pre>
 *   state.json   what is known of the container; replaced as a whole, so a reader never sees half of it
 *   config.json  as it was when the container was created; changes in the bundle have no effect
 *   exec.fifo    there while the container is created and not started
 *   notify/      the socket for sd_notify, when the caller gave one
 *   criu-root/   where CRIU finds the root file system during a restore; empty in all other mount namespaces
 * </pre>
 */
public final class ContainerDirectory implements AutoCloseable {
    private static final String STATE = "state.json";
    /** What state.json will be when the container is created; another file than {@link #beside} for hooks' sake. */
    private static final String NEXT_STATE = ".state.json.created";
    private static final String CONFIG = "config.json";
    static final String FIFO = "exec.fifo";
    private static final String NOTIFY_SOCKET = NotifyRelay.DIRECTORY + "/" + NotifyRelay.SOCKET;
    private static final String RESTORE_ROOT = "criu-root";
    private static final int PRIVATE = 0600;
    private static final int PRIVATE_DIRECTORY = 0700;
    /** For any user of the container; the bind mount of it is read-only. */
    private static final int PUBLIC_DIRECTORY = 0755;
    /** Anybody may write: the container's program may run as any user. */
    private static final int FIFO_MODE = 0622;
    /** Bytes of a file of ours: of the largest config.json, or of its annotations and what else is known. */
    private static final int LARGEST = ConfigReader.LARGEST + (1 << 20);
    private static final int RENAME_EXCHANGE = 2;
    /** A create locks its directory at once, but a busy machine may take its time. */
    private static final int SECONDS_NEW = 5;

    private final Kernel kernel;
    private final ContainerId id;
    private final String path;
    private final Fd directory;
    private final DirectoryLock lock;

    ContainerDirectory(Kernel kernel, ContainerId id, String path, Fd directory) {
        this.kernel = kernel;
        this.id = id;
        this.path = path;
        this.directory = directory;
        this.lock = new DirectoryLock(kernel, id, directory);
    }

    public ContainerId id() {
        return id;
    }

    public String path() {
        return path;
    }

    /** Who made the container. */
    long ownerUid() {
        return Integer.toUnsignedLong(kernel.stat(directory).uid());
    }

    /** Ends with {@link #close}. */
    DirectoryLock lock() {
        return lock;
    }

    /**
     * Whether its path still leads to it: whoever had the lock before may have removed it, and somebody else may have
     * made another one since.
     */
    boolean isThere() {
        Stat found = kernel.allowing(Errno.ENOENT).statLater(Fd.CWD, path, FileCalls.AT_SYMLINK_NOFOLLOW).get();
        return found != null && found.inode() == kernel.stat(directory).inode();
    }

    /** Whether something was made or removed in it a moment ago; a clock that was set back makes it so for longer. */
    boolean isNew() {
        return kernel.changeTime(directory) + SECONDS_NEW > System.currentTimeMillis() / 1000;
    }

    boolean hasState() {
        return !kernel.allowing(Errno.ENOENT).faccessat(directory, STATE, 0, 0).failed();
    }

    /** Null if the container was never complete, or is being deleted. */
    public SavedState readState() {
        byte[] json = readIfThere(STATE);
        return json == null ? null : SavedState.fromJson(path + "/" + STATE, json);
    }

    /** For the first time. */
    void writeState(SavedState state) {
        put(STATE, state.toJson());
    }

    void replaceState(SavedState state) {
        replace(STATE, state.toJson());
    }

    /** Writes what {@link #publishState} will put in place. */
    void prepareState(SavedState state) {
        write(NEXT_STATE, state.toJson());
    }

    void publishState() {
        replaceBy(NEXT_STATE, STATE);
    }

    byte[] readConfig() {
        byte[] json = readIfThere(CONFIG);
        if (json == null) {
            throw isBeingRemoved() ? ContainerStore.noSuchContainer() : damaged(CONFIG, Errno.ENOENT);
        }
        return json;
    }

    /** By somebody who holds the lock, or has done so by now; state.json goes last. */
    private boolean isBeingRemoved() {
        return !lock().tryTake() || !hasState();
    }

    String configPath() {
        return path + "/" + CONFIG;
    }

    void writeConfig(byte[] json) {
        put(CONFIG, json);
    }

    private byte[] readIfThere(String name) {
        Fd file = kernel.allowing(Errno.ENOENT).openat(directory, name, Open.O_RDONLY);
        if (file.failed()) {
            return null;
        }
        try {
            return kernel.readAll(file, LARGEST);
        } catch (ErrnoException e) {
            throw damaged(name, e.errno());
        } finally {
            kernel.close(file);
        }
    }

    private Refused damaged(String name, int errno) {
        return new Refused(path + "/" + name + ": " + Errno.text(errno) + ", expected what create wrote there");
    }

    /** Writes beside and renames, so that the file is there as a whole or not at all. */
    private void put(String name, byte[] content) {
        write(beside(name), content);
        kernel.renameat(directory, beside(name), directory, name, 0);
    }

    /**
     * The same for a file that is there already. The two change places, because a rename over an existing file makes
     * ext4 write the new one out at once, and the removal that follows soon waits for that (1 to 2 ms).
     */
    private void replace(String name, byte[] content) {
        write(beside(name), content);
        replaceBy(beside(name), name);
    }

    private void replaceBy(String replacement, String name) {
        Ref exchanged = kernel.allowingAll().run(kernel.call(Syscall.RENAMEAT2).with(directory).with(replacement)
                .with(directory).with(name).with(RENAME_EXCHANGE));
        if (exchanged.failed()) {
            // not every file system can
            kernel.renameat(directory, replacement, directory, name, 0);
        } else {
            kernel.unlinkat(directory, replacement, 0);
        }
    }

    private void write(String name, byte[] content) {
        Fd file = kernel.openat(directory, name, Open.O_WRONLY | Open.O_CREAT | Open.O_TRUNC, PRIVATE);
        kernel.write(file, content);
        kernel.close(file);
    }

    private static String beside(String name) {
        return "." + name + ".new";
    }

    /** Makes the fifo a created container waits in, owned by the container's root user. */
    Fd makeFifo(long uid, long gid) {
        kernel.mknodat(directory, FIFO, Stat.FIFO | FIFO_MODE, 0);
        kernel.fchmodat(directory, FIFO, FIFO_MODE);
        if (uid != 0 || gid != 0) {
            kernel.allowing(Errno.EPERM).fchownat(directory, FIFO, uid, gid, FileCalls.AT_SYMLINK_NOFOLLOW);
        }
        return kernel.openat(directory, FIFO, Open.O_PATH | Open.O_NOFOLLOW);
    }

    boolean hasFifo() {
        return !kernel.allowing(Errno.ENOENT).faccessat(directory, FIFO, 0, 0).failed();
    }

    /** Opens the fifo for reading, which releases the container; waits for nothing. */
    Fd openFifo() {
        return kernel.openat(directory, FIFO, Open.O_RDONLY | Open.O_NONBLOCK);
    }

    void removeFifo() {
        kernel.allowing(Errno.ENOENT).unlinkat(directory, FIFO, 0);
    }

    /** Makes the directory that is bound into the container; gives its path. */
    String makeNotifyDirectory() {
        kernel.mkdirat(directory, NotifyRelay.DIRECTORY, PUBLIC_DIRECTORY);
        kernel.fchmodat(directory, NotifyRelay.DIRECTORY, PUBLIC_DIRECTORY);
        return path + "/" + NotifyRelay.DIRECTORY;
    }

    boolean hasNotifyDirectory() {
        return !kernel.allowing(Errno.ENOENT).faccessat(directory, NotifyRelay.DIRECTORY, 0, 0).failed();
    }

    /** Makes the directory to mount the root file system on for CRIU; gives its path. */
    String makeRestoreRoot() {
        kernel.mkdirat(directory, RESTORE_ROOT, PRIVATE_DIRECTORY);
        return path + "/" + RESTORE_ROOT;
    }

    void removeRestoreRoot() {
        kernel.allowing(Errno.ENOENT).unlinkat(directory, RESTORE_ROOT, FileCalls.AT_REMOVEDIR);
    }

    /** Removes everything; state.json last, because as long as it is there a later delete knows what is left. */
    void remove() {
        removeFifo();
        for (String name : new String[] {CONFIG, beside(CONFIG), NOTIFY_SOCKET, NEXT_STATE, beside(STATE), STATE}) {
            kernel.allowing(Errno.ENOENT, Errno.ENOTDIR).unlinkat(directory, name, 0);
        }
        removeRestoreRoot();
        kernel.allowing(Errno.ENOENT).unlinkat(directory, NotifyRelay.DIRECTORY, FileCalls.AT_REMOVEDIR);
        kernel.allowing(Errno.ENOENT).unlinkat(Fd.CWD, path, FileCalls.AT_REMOVEDIR);
    }

    @Override
    public void close() {
        kernel.close(directory);
    }
}
