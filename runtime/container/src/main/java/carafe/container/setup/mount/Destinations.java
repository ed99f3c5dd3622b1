package carafe.container.setup.mount;

import carafe.container.SetupFailed;
import carafe.container.path.RootedPath;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.spec.Mount;
import java.util.ArrayList;
import java.util.List;

/** Where mounts go, by name. */
public final class Destinations {
    private Destinations() {
    }

    /**
     * The mounts with destinations as the container sees them: a destination that lies in the root file system as the
     * host names it means the place in there. runc does so, for configs from before the specification.
     *
     * @param rootfs absolute
     */
    public static List<Mount> inContainer(String rootfs, List<Mount> mounts) {
        List<Mount> inside = new ArrayList<>(mounts.size());
        for (Mount mount : mounts) {
            String path = RootedPath.clean(mount.destination());
            if (!rootfs.equals("/") && isInside(rootfs, path)) {
                inside.add(mount.to(RootedPath.clean(path.substring(rootfs.length()))));
            } else {
                inside.add(mount);
            }
        }
        return List.copyOf(inside);
    }

    /** For where the root directory has to stay the one it is. */
    public static void refuseRoot(List<Mount> mounts, String reason) {
        for (int i = 0; i < mounts.size(); i++) {
            if (RootedPath.clean(mounts.get(i).destination()).equals("/")) {
                throw new SetupFailed(new Step(StepKind.MOUNT, "/", "/mounts/" + i + "/destination"), reason, null);
            }
        }
    }

    /** Whether a path names {@code directory} or something below it; symbolic links are not looked at. */
    static boolean isInside(String directory, String path) {
        String clean = RootedPath.clean(path);
        return clean.equals(directory) || clean.startsWith(directory.endsWith("/") ? directory : directory + "/");
    }
}
