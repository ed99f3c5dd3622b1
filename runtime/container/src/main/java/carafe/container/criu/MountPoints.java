package carafe.container.criu;

import carafe.container.path.RootedPath;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;

/** Where paths of config.json really lead in a container: CRIU knows mounts by that, and symbolic links are common. */
public final class MountPoints {
    private final Kernel kernel;
    private final RootedPath root;
    private final String prefix;

    /** Seen from outside the container's mount namespace. */
    MountPoints(Kernel kernel, RootedPath root) {
        this(kernel, root, "");
    }

    /** @param prefix the host's path of the root directory, if it is in the mount namespace of {@code kernel} */
    public MountPoints(Kernel kernel, RootedPath root, String prefix) {
        this.kernel = kernel;
        this.root = root;
        this.prefix = prefix;
    }

    /** The path without links; as it is written if nothing is there. */
    public String actual(String path) {
        Fd fd = root.openIfPresent(path, Open.O_PATH);
        if (fd.failed()) {
            return RootedPath.clean(path);
        }
        // the kernel shows a path of another mount namespace as it is there
        String shown = kernel.readlinkat(Fd.CWD, "/proc/self/fd/" + fd.number());
        kernel.close(fd);
        if (!shown.startsWith(prefix)) {
            return RootedPath.clean(path);
        }
        return shown.length() == prefix.length() ? "/" : shown.substring(prefix.length());
    }

    /** Whether something is there that is not a directory. */
    boolean isFile(String path) {
        Fd fd = root.openIfPresent(path, Open.O_PATH);
        if (fd.failed()) {
            return false;
        }
        boolean file = !kernel.stat(fd).isDirectory();
        kernel.close(fd);
        return file;
    }
}
