package carafe.container.setup.mount;

import carafe.container.path.NullDevice;
import carafe.container.path.RootedPath;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.PendingStat;
import carafe.kernel.StepKind;
import carafe.spec.mount.MsFlag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Hides {@code linux.maskedPaths}: a file behind the null device, a directory behind an empty read-only tmpfs. What is
 * not there is left out.
 *
 * <p>After the mounts and devices, whose files it hides and whose /dev/null it takes, and after {@link ReadonlyPaths},
 * as a read-only copy of a directory would lie over masks made before. All directories share one file system: hosts
 * with many CPUs mask hundreds, and each superblock takes its time to be freed.
 */
public final class MaskedPaths {
    /** No room for anything; two inodes because some kernels refuse one. */
    private static final List<String> EMPTY = List.of("nr_blocks=1", "nr_inodes=2");

    private final Kernel kernel;
    private final MountApi api;
    private final RootedPath root;
    private final List<String> paths;
    private final MountLabel label;

    /** @param label null for none */
    public MaskedPaths(Kernel kernel, MountApi api, RootedPath root, List<String> paths, MountLabel label) {
        this.kernel = kernel;
        this.api = api;
        this.root = root;
        this.paths = List.copyOf(new LinkedHashSet<>(paths));
        this.label = label;
    }

    private record Found(String path, Fd fd, PendingStat stat) {
    }

    public void mask() {
        if (paths.isEmpty()) {
            return;
        }
        kernel.enter(StepKind.LOOK_AT_MASKED_PATHS);
        NullDevice nullDevice = NullDevice.open(kernel, root, Open.O_PATH);
        List<Found> found = new ArrayList<>();
        for (String path : paths) {
            Fd fd = root.openIfPresent(path, Open.O_PATH);
            found.add(new Found(path, fd, kernel.allowing(Errno.EBADF).statLater(fd)));
        }
        Fd emptyDirectory = null;
        for (Found it : found) {
            if (it.fd().failed()) {
                continue;
            }
            kernel.enter(StepKind.MASKED_PATH, it.path());
            MountTarget target = new MountTarget(it.fd(), it.path());
            if (!it.stat().get().isDirectory()) {
                kernel.close(api.bind(api.source(nullDevice.verified(), false), MountApi.PLAIN, target));
            } else if (emptyDirectory == null) {
                emptyDirectory = api.mount(
                        new FileSystem("tmpfs", "tmpfs", MsFlag.MS_RDONLY, EMPTY, label), target);
            } else {
                kernel.close(api.bind(api.source(emptyDirectory, false), MountApi.PLAIN, target));
            }
            kernel.close(it.fd());
        }
    }
}
