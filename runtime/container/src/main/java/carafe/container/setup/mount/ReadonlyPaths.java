package carafe.container.setup.mount;

import carafe.container.path.RootedPath;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.StepKind;
import carafe.spec.mount.MsFlag;
import carafe.spec.mount.ParsedOptions;
import java.util.List;

/**
 * Makes {@code linux.readonlyPaths} read-only by binding each onto itself. What is not there is left out.
 *
 * <p>Before {@link MaskedPaths}, which says why. /proc/sys is usually among the paths, and the sysctls are written all the
 * same: through a procfs of their own.
 */
public final class ReadonlyPaths {
    private static final ParsedOptions RECURSIVE =
            new ParsedOptions(MsFlag.MS_BIND | MsFlag.MS_REC, 0, List.of(), 0, 0, null, List.of(), false, List.of());

    private final Kernel kernel;
    private final MountApi api;
    private final RootedPath root;
    private final List<String> paths;

    public ReadonlyPaths(Kernel kernel, MountApi api, RootedPath root, List<String> paths) {
        this.kernel = kernel;
        this.api = api;
        this.root = root;
        this.paths = paths;
    }

    public void apply() {
        kernel.enter(StepKind.LOOK_AT_READONLY_PATHS);
        Fd[] found = new Fd[paths.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = root.openIfPresent(paths.get(i), Open.O_PATH);
        }
        for (int i = 0; i < found.length; i++) {
            if (!found[i].failed()) {
                makeReadonly(paths.get(i), isCovered(i) ? again(found[i], paths.get(i)) : found[i]);
            }
        }
    }

    private void makeReadonly(String path, Fd fd) {
        kernel.enter(StepKind.READONLY_PATH, path);
        Fd mount = api.bind(api.source(fd, true), RECURSIVE, new MountTarget(fd, path));
        api.makeReadonly(mount);
        kernel.close(mount);
        kernel.close(fd);
    }

    /** Whether an earlier path's copy now lies over what was found in the beginning. */
    private boolean isCovered(int index) {
        for (String earlier : paths.subList(0, index)) {
            if (paths.get(index).startsWith(earlier)) {
                return true;
            }
        }
        return false;
    }

    private Fd again(Fd covered, String path) {
        kernel.close(covered);
        return root.open(path, Open.O_PATH);
    }
}
