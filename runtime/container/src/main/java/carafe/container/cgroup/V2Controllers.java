package carafe.container.cgroup;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.container.cgroup.fs.CgroupMode;
import carafe.container.cgroup.limits.V2Limits;
import carafe.kernel.Kernel;
import carafe.spec.resources.Resources;

/** Making controllers available in a version 2 cgroup: each has to be handed down from level to level. */
final class V2Controllers {
    private static final String CONTROLLERS = "cgroup.controllers";
    private static final String HANDED_DOWN = "cgroup.subtree_control";

    private V2Controllers() {
    }

    /** Enables all there are. What cannot be enabled is missed only by a limit that needs it. */
    static void enable(Kernel kernel, CgroupDirectory directory) {
        String all = new CgroupDirectory(kernel, CgroupMode.ROOT).read(CONTROLLERS);
        // on most hosts an engine or systemd has done it for the parent already
        if (all.isEmpty() || all.equals(directory.readIfThere(CONTROLLERS))) {
            return;
        }
        for (int slash = CgroupMode.ROOT.length(); slash > 0; slash = directory.path().indexOf('/', slash + 1)) {
            handDown(new CgroupDirectory(kernel, directory.path().substring(0, slash)), all);
        }
    }

    private static void handDown(CgroupDirectory directory, String controllers) {
        if (directory.tryWrite(HANDED_DOWN, "+" + controllers.replace(" ", " +"), "") != 0) {
            // one that cannot be had spoils the whole write
            for (String controller : controllers.split(" ")) {
                directory.tryWrite(HANDED_DOWN, "+" + controller, "");
            }
        }
    }

    /**
     * Below a cgroup that holds processes itself a new one is unusable at first ("domain invalid"), and can only be
     * made a threaded one, for which some controllers do not work (cgroups(7)).
     */
    static void settleType(CgroupDirectory directory, Resources resources) {
        String type = directory.readIfThere("cgroup.type");
        if (type == null || type.equals("domain")) {
            return;
        }
        String asked = resources == null ? null : V2Limits.askedOfDomain(resources);
        if (asked != null) {
            throw CgroupFailed.invalid(asked, "cannot limit this in the cgroup " + directory
                    + ", whose type is \"" + type + "\" because a cgroup above it holds processes or threads");
        }
        if (type.equals("domain invalid")) {
            directory.tryWrite("cgroup.type", "threaded", "");
        }
    }
}
