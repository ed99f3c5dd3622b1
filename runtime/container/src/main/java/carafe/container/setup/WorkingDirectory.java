package carafe.container.setup;

import carafe.container.SetupFailed;
import carafe.container.path.RootedPath;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.Ref;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;

/**
 * {@code process.cwd}. {@link #create} after the mounts and before the root file system becomes read-only;
 * {@link #enter} before the change of user, as root may reach a directory that the user only may stay in;
 * {@link #retry} after it; {@link #ask} and {@link #confirm} at the end.
 */
public final class WorkingDirectory {
    private static final int PATH_MAX = 4096;

    private final Kernel kernel;
    private final RootedPath root;
    private final String path;
    private final Step step;
    private Ref entered;
    private Ref enteredLater;
    /** Of the path that getcwd(2) writes into the buffer. */
    private Ref length;
    private long buffer;

    public WorkingDirectory(Kernel kernel, RootedPath root, String path) {
        this.kernel = kernel;
        this.root = root;
        this.path = path;
        this.step = new Step(StepKind.WORKING_DIRECTORY, path);
    }

    /** Makes it, with missing parents. */
    public void create() {
        if (path.equals("/")) {
            return;
        }
        kernel.enter(StepKind.MAKE_WORKING_DIRECTORY, path);
        kernel.close(root.directory(path));
    }

    /** A first try, whose outcome is not asked for yet. */
    public void enter() {
        kernel.enter(step);
        Fd directory = root.openAllowing(path, Open.O_PATH | Open.O_DIRECTORY, Errno.EACCES);
        entered = kernel.allowing(Errno.EACCES, Errno.EBADF).run(kernel.call(Syscall.FCHDIR).with(directory));
    }

    /** A second try with the user's own rights, for where the first was refused; to ask whether it was takes longer. */
    public void retry() {
        kernel.enter(step);
        Fd directory = root.openAllowing(path, Open.O_PATH | Open.O_DIRECTORY, Errno.EACCES);
        enteredLater = kernel.allowing(Errno.EACCES, Errno.EBADF).run(kernel.call(Syscall.FCHDIR).with(directory));
        kernel.allowing(Errno.EBADF).close(directory);
    }

    /** Where the process is now; queued. */
    public void ask() {
        kernel.enter(step);
        buffer = kernel.arena().allocate(PATH_MAX, 8);
        length = kernel.allowing(Errno.ENOENT).run(kernel.call(Syscall.GETCWD).with(buffer).with(PATH_MAX));
    }

    /**
     * Proof that the directory lies in the container: a descriptor of the host that leaked, or a path that leads through
     * one, would be a way out (CVE-2024-21626).
     */
    public void confirm() {
        if (entered.failed() && enteredLater.failed()) {
            kernel.enter(step);
            kernel.fchdir(root.open(path, Open.O_PATH | Open.O_DIRECTORY));
            kernel.flush();
        }
        // from outside the root directory the kernel answers "(unreachable)/..." or ENOENT (getcwd(2))
        if (length.failed() || !kernel.arena().getString(buffer).startsWith("/")) {
            throw new SetupFailed(step, "current working directory is outside of container mount namespace root "
                    + "-- possible container breakout detected", null);
        }
    }
}
