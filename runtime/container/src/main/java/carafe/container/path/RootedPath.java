package carafe.container.path;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.OpenHow;
import carafe.kernel.Syscall;
import java.util.ArrayList;
import java.util.List;

/**
 * The only way to name something inside a root file system.
 *
 * <p>Symbolic links, absolute ones too, lead nowhere but into the root file system, and the links of procfs that jump
 * (magic links) are not followed (CVE-2021-30465, CVE-2024-45310). Descriptors are O_PATH unless flags say otherwise
 * and belong to the caller.
 *
 * <p>openat2(2) does the resolution, in one call. Where it fails, {@link PathWalk} does it again component by
 * component: to make what is missing, or because the kernel is older than 5.6, or just to learn which component is to
 * blame. It also fails, with EAGAIN, when ".." is part of the path or of a link, and anybody on the host renames or mounts
 * something at that moment; then it is tried again some times before the walk, which nobody can disturb in this way.
 */
public final class RootedPath {
    private static final OpenHow WITHOUT_LINKS = new OpenHow(Open.O_PATH | Open.O_CLOEXEC, 0,
            OpenHow.RESOLVE_IN_ROOT | OpenHow.RESOLVE_NO_SYMLINKS);
    private static final int DIRECTORY_MODE = 0755;
    private static final int FILE_MODE = 0644;
    /** Each costs a round trip, as much as a component of the walk; a busy host fails one of ten or so. */
    private static final int ATTEMPTS = 8;

    private final Kernel kernel;
    private final Fd root;
    private final PathWalk walk;
    /** Answered together with whatever is asked first. */
    private final Fd openat2Probe;

    /** @param root the root file system's top directory; stays the caller's */
    public RootedPath(Kernel kernel, Fd root) {
        this.kernel = kernel;
        this.root = root;
        this.walk = new PathWalk(kernel, root);
        this.openat2Probe = kernel.allowingAll().openat2(root, ".", OpenHow.inRoot(Open.O_PATH | Open.O_DIRECTORY));
        kernel.allowingAll().close(openat2Probe);
    }

    public Fd root() {
        return root;
    }

    /**
     * Makes the directory that was mounted over the root directory the root directory, for whoever has its descriptor;
     * asks the kernel.
     *
     * @param mount stays the caller's
     */
    public void moveOnto(Fd mount) {
        kernel.dup3(mount, root.number(), Open.O_CLOEXEC);
    }

    /** Opens what is there: queued, and fails if it is not. */
    public Fd open(String path, long flags) {
        return openAllowing(path, flags, 0, 0);
    }

    /** Opens what may be there: queued; the descriptor has {@link Fd#failed} if it is not. */
    public Fd openIfPresent(String path, long flags) {
        return openAllowing(path, flags, Errno.ENOENT, Errno.ENOTDIR);
    }

    /** The directory at {@code path}, made with its parents if it is missing; asks the kernel. */
    public Fd directory(String path) {
        Fd found = find(path, Open.O_PATH | Open.O_DIRECTORY);
        return found.failed() ? walk.directory(path, DIRECTORY_MODE) : found;
    }

    /** Whatever is at {@code path}, an empty regular file (with missing parents) if it is missing; asks the kernel. */
    public Fd file(String path) {
        Fd found = find(path, Open.O_PATH);
        return found.failed() ? walk.file(path, DIRECTORY_MODE, FILE_MODE) : found;
    }

    /** The directory in which {@code path}'s last component is or will be; missing directories are made. */
    public Fd parent(String path) {
        return directory(parentOf(path));
    }

    /** Opens what is there; this error number is a result, as in {@link Kernel#allowing}; queued. */
    public Fd openAllowing(String path, long flags, int errno) {
        return openAllowing(path, flags, errno, 0);
    }

    private Fd openAllowing(String path, long flags, int errno, int other) {
        if (openat2Probe.isDone() && isWithoutOpenat2()) {
            return walk.open(path, flags, errno, other);
        }
        OpenHow how = OpenHow.inRoot(flags);
        return kernel.fd(kernel.allowing(errno, other).open(Syscall.OPENAT2).with(root).with(relative(path)).with(how)
                .with(how.size()).otherwise(Errno.EAGAIN, () -> openDisturbed(path, how, errno, other)));
    }

    private long openDisturbed(String path, OpenHow how, int errno, int other) {
        for (int i = 1; i < ATTEMPTS; i++) {
            Fd found = kernel.allowingAll().openat2(root, relative(path), how);
            if (!found.failed()) {
                return found.get();
            }
            if (found.errno() != Errno.EAGAIN) {
                break;
            }
        }
        // tells of any other failure, too
        return walk.open(path, how.flags(), errno, other).get();
    }

    /**
     * Takes hold of what is there unless a symbolic link leads to it or is it. Any error number is a result, among them
     * such as do not tell what is there, so this is for a first look; queued.
     */
    public Fd lookWithoutLinks(String path) {
        return kernel.allowingAll().openat2(root, relative(path), WITHOUT_LINKS);
    }

    /** The same, and what the error number tells is true: ELOOP if there is a symbolic link; asks the kernel. */
    public Fd openWithoutLinks(String path) {
        Fd found = lookWithoutLinks(path);
        return found.errno() == Errno.EAGAIN || isWithoutOpenat2() ? walk.openWithoutLinks(path) : found;
    }

    /** The same, and fails if there is nothing or a link. */
    public Fd requireWithoutLinks(String path) {
        Fd found = openWithoutLinks(path);
        if (found.failed()) {
            throw new ErrnoException("openat2(path=\"" + path + "\", how=" + WITHOUT_LINKS + ")", found.errno(),
                    kernel.step());
        }
        return found;
    }

    /** What is there, or a failed descriptor for the walk to look into. */
    private Fd find(String path, long flags) {
        Fd found = kernel.allowingAll().openat2(root, relative(path), OpenHow.inRoot(flags));
        if (found.errno() == Errno.ELOOP) {
            // a magic link, or links in a circle: nothing that making something could help
            return kernel.openat2(root, relative(path), OpenHow.inRoot(flags));
        }
        return found;
    }

    /** On an old kernel, or in a sandbox that forbids it. */
    private boolean isWithoutOpenat2() {
        return openat2Probe.failed() && openat2Probe.errno() != Errno.EAGAIN;
    }

    /** A path relative to the root directory; the kernel would take an absolute one the same way. */
    private static String relative(String path) {
        int start = 0;
        while (start < path.length() && path.charAt(start) == '/') {
            start++;
        }
        return start == path.length() ? "." : path.substring(start);
    }

    /** Absolute, without double slashes, "." and "..", and a slash at the end: by its text alone, as runc does it. */
    public static String clean(String destination) {
        List<String> names = new ArrayList<>();
        for (String name : destination.split("/")) {
            if (name.equals("..")) {
                if (!names.isEmpty()) {
                    names.removeLast();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return "/" + String.join("/", names);
    }

    /** All but the last component, lexically; "/" for a path of one component. */
    public static String parentOf(String path) {
        int end = lastComponentEnd(path);
        int slash = path.lastIndexOf('/', end - 1);
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** The last component, without trailing slashes. */
    public static String nameOf(String path) {
        int end = lastComponentEnd(path);
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }

    private static int lastComponentEnd(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return end;
    }
}
