package carafe.container.lifecycle;

import carafe.container.criu.MountPoints;
import carafe.container.path.ProcHandle;
import carafe.container.path.RootedPath;
import carafe.container.setup.mount.CgroupView;
import carafe.container.setup.mount.Destinations;
import carafe.container.setup.mount.MountApi;
import carafe.container.setup.mount.MountLabel;
import carafe.container.setup.mount.MountRequest;
import carafe.container.setup.mount.MountSources;
import carafe.container.setup.mount.Mounts;
import carafe.container.setup.mount.RootFilesystem;
import carafe.kernel.LocalKernel;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Ref;
import carafe.kernel.StepKind;
import carafe.kernel.servant.Servant;
import carafe.spec.Config;
import carafe.spec.Mount;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the mounts of a container once, in a mount namespace that is gone afterwards. What is left are the mount points
 * that were missing in the root file system and in the sources of bind mounts: CRIU makes none.
 */
final class MountRehearsal {
    private MountRehearsal() {
    }

    /** @return the actual mount point of each mount, without symbolic links */
    static List<String> run(LocalKernel kernel, Config config, Bundle bundle, CgroupView cgroups) {
        Servant servant = Servant.spawn(kernel);
        try {
            servant.enter(StepKind.MOUNT_POINTS);
            servant.umask(0);
            // with a cgroup namespace, so that a mount of version 2 leaves the host's options alone
            servant.unshare(ProcessCalls.CLONE_NEWNS | ProcessCalls.CLONE_NEWCGROUP);
            Ref probe = MountApi.probe(servant);
            ProcHandle proc = ProcHandle.open(servant);
            RootFilesystem rootfs = new RootFilesystem(servant, bundle.rootfs(), null);
            RootedPath root = new RootedPath(servant, rootfs.prepare(!probe.failed()));
            MountApi api = MountApi.choose(servant, probe, proc, root);
            List<Mount> list = Destinations.inContainer(bundle.rootfs(), config.mounts());
            List<MountRequest> requests = MountRequest.of(list, MountLabel.of(config));
            MountSources sources = new MountSources(bundle.path(), bundle.rootfs(), requests);
            new Mounts(servant, api, root, requests, sources, cgroups, false).mountAll();
            MountPoints points = new MountPoints(servant, root, bundle.rootfs());
            List<String> actual = new ArrayList<>();
            for (Mount mount : list) {
                actual.add(points.actual(mount.destination()));
            }
            return actual;
        } finally {
            servant.kill();
        }
    }
}
