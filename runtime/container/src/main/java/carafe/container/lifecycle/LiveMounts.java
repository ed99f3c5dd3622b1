package carafe.container.lifecycle;

import carafe.container.Notices;
import carafe.container.Refused;
import carafe.container.SetupFailed;
import carafe.container.path.ProcHandle;
import carafe.container.path.RootedPath;
import carafe.container.process.Caller;
import carafe.container.process.ContainerNamespaces;
import carafe.container.setup.mount.CgroupView;
import carafe.container.setup.mount.Destinations;
import carafe.container.setup.mount.MountApi;
import carafe.container.setup.mount.MountIdMaps;
import carafe.container.setup.mount.MountLabel;
import carafe.container.setup.mount.MountRequest;
import carafe.container.setup.mount.MountSources;
import carafe.container.setup.mount.Mounts;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.MountCalls;
import carafe.kernel.Open;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Ref;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.kernel.servant.Servant;
import carafe.spec.Config;
import carafe.spec.Mount;
import carafe.spec.NamespaceType;
import carafe.spec.json.Findings;
import carafe.spec.validate.Validator;
import java.util.List;

/**
 * Changes the mounts of a container that exists. They go with the container, and config.json knows nothing of them.
 *
 * <p>The servant opens sources with the rights of the runtime, as detached mounts, which it then carries into the
 * container's namespaces.
 */
public final class LiveMounts {
    private static final String ROOT_STAYS = "the root file system stays as long as the container";

    private final LocalKernel kernel;
    private final ContainerStore store;
    private final Notices notices;

    public LiveMounts(LocalKernel kernel, ContainerStore store, Notices notices) {
        this.kernel = kernel;
        this.store = store;
        this.notices = notices;
    }

    /**
     * Makes mounts in the order of the list; those before one that fails stay.
     *
     * @param file where the mounts come from, for messages
     * @throws Refused if the container has stopped, or has no mount namespace of its own
     */
    public void add(ContainerId id, String file, List<Mount> mounts) {
        try (Container container = Container.openLocked(kernel, store, id)) {
            Config config = configOf(container);
            Caller caller = Caller.of(kernel);
            boolean privileged = caller.isPrivileged();
            boolean userNamespace = config.linux().namespace(NamespaceType.USER) != null;
            Findings findings = Findings.stoppingAtFirstError(file);
            Validator.validate(mounts, userNamespace, findings);
            Bundle.tell(findings, notices);
            Destinations.refuseRoot(mounts, ROOT_STAYS);
            List<MountRequest> requests = MountRequest.of(mounts, MountLabel.of(config));
            if (!privileged) {
                MountIdMaps.refuse(requests);
            }
            Servant servant = Servant.spawn(kernel);
            try {
                if (userNamespace && caller.isRoot()) {
                    enterLockedCopy(servant, container.saved().initPid());
                }
                CgroupView cgroups = CgroupMounting.view(kernel, container.cgroup(), config, mounts);
                add(container, config, servant, requests, cgroups, userNamespace || !privileged);
            } finally {
                servant.kill();
            }
        }
    }

    /**
     * Takes the servant, which keeps its rights, into a copy of the host's mounts that belongs to the container's user
     * namespace. Flags are locked in such a copy and in what is cloned from it: what the host has mounted read-only, a
     * container with CAP_SYS_ADMIN in its user namespace shall not be able to make writable (mount_namespaces(7)).
     */
    private void enterLockedCopy(Servant servant, int init) {
        Servant copier = Servant.spawn(kernel);
        try {
            Fd container = ContainerNamespaces.openPidfd(copier, init);
            copier.enter(StepKind.COPY_MOUNTS);
            copier.setns(container, ProcessCalls.CLONE_NEWUSER);
            copier.unshare(ProcessCalls.CLONE_NEWNS);
            copier.flush();
            Fd copy = servant.pidfdOpen(copier.pid());
            servant.setns(copy, ProcessCalls.CLONE_NEWNS);
            servant.close(copy);
            servant.flush();
        } finally {
            copier.kill();
        }
    }

    private void add(Container container, Config config, Servant servant, List<MountRequest> mounts,
            CgroupView cgroups, boolean inUserNamespace) {
        requireSources(MountApi.probe(servant), mounts);
        MountSources sources = new MountSources(container.saved().bundle(), container.saved().rootfs(), mounts);
        Fd pidfd = ContainerNamespaces.openPidfd(servant, container.saved().initPid());
        try (MountIdMaps idMaps = new MountIdMaps(kernel, mounts, config.linux())) {
            sources.openBy(servant, idMaps);
            servant.flush();
        }
        ContainerNamespaces.join(servant, pidfd, config.linux(), 0, Fd.NONE);
        servant.umask(0);
        RootedPath root = new RootedPath(servant, rootOf(servant));
        Ref probe = MountApi.probe(servant);
        MountApi api = MountApi.choose(servant, probe, ProcHandle.open(servant), root);
        Mounts made = new Mounts(servant, api, root, mounts, sources, cgroups, inUserNamespace);
        made.mountAll();
        made.finish();
        servant.flush();
    }

    /** What cannot be opened outside would be looked for inside. */
    private static void requireSources(Ref probe, List<MountRequest> mounts) {
        for (MountRequest mount : mounts) {
            if (mount.isBind() && probe.failed()) {
                throw new SetupFailed(new Step(StepKind.OPEN_SOURCE, mount.mount().source(), mount.pointer() + "/source"),
                        "mount_setattr: " + Errno.describe(probe.errno()), "to bind a path of the host into a running "
                        + "container takes Linux 5.12 and CAP_SYS_ADMIN over the host's mounts");
            }
        }
    }

    /**
     * Unmounts what is mounted at the destinations, the last first, as a later mount may lie on an earlier one.
     *
     * @throws Refused if the container has stopped, or has no mount namespace of its own
     */
    public void remove(ContainerId id, List<Mount> mounts) {
        try (Container container = Container.openLocked(kernel, store, id)) {
            Config config = configOf(container);
            Servant servant = Servant.spawn(kernel);
            try {
                Fd pidfd = ContainerNamespaces.openPidfd(servant, container.saved().initPid());
                ContainerNamespaces.join(servant, pidfd, config.linux(), 0, Fd.NONE);
                remove(servant, mounts);
            } finally {
                servant.kill();
            }
        }
    }

    private static void remove(Servant servant, List<Mount> mounts) {
        RootedPath root = new RootedPath(servant, rootOf(servant));
        ProcHandle proc = ProcHandle.open(servant);
        for (int i = mounts.size() - 1; i >= 0; i--) {
            String path = RootedPath.clean(mounts.get(i).destination());
            Step step = new Step(StepKind.UNMOUNT, path, "/mounts/" + i + "/destination");
            if (path.equals("/")) {
                throw new SetupFailed(step, ROOT_STAYS, null);
            }
            servant.enter(step);
            // else a link in the container could make us unmount what hides a part of /proc
            Fd target = root.requireWithoutLinks(path);
            servant.fchdir(proc.root());
            servant.umount(ProcHandle.nameOf(target), MountCalls.MNT_DETACH);
            servant.close(target);
        }
        servant.flush();
    }

    private static Config configOf(Container container) {
        container.life().requireProcess();
        Config config = container.config();
        if (config.linux().namespace(NamespaceType.MOUNT) == null) {
            throw new Refused("the container has no mount namespace of its own, so its mounts would be the host's");
        }
        return config;
    }

    /** The container's, since joining its mount namespace has made it the servant's own. */
    private static Fd rootOf(Servant servant) {
        return servant.openat(Fd.CWD, "/", Open.O_PATH | Open.O_DIRECTORY);
    }
}
