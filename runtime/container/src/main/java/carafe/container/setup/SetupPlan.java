package carafe.container.setup;

import carafe.container.Notices;
import carafe.container.path.ProcHandle;
import carafe.container.path.RootedPath;
import carafe.container.process.SeccompLoading;
import carafe.container.setup.mount.CgroupView;
import carafe.container.setup.mount.Destinations;
import carafe.container.setup.mount.MaskedPaths;
import carafe.container.setup.mount.MountApi;
import carafe.container.setup.mount.MountIdMaps;
import carafe.container.setup.mount.MountLabel;
import carafe.container.setup.mount.MountRequest;
import carafe.container.setup.mount.MountSources;
import carafe.container.setup.mount.Mounts;
import carafe.container.setup.mount.ReadonlyPaths;
import carafe.container.setup.mount.Receiver;
import carafe.container.setup.mount.RootFilesystem;
import carafe.container.setup.mount.SourceOpener;
import carafe.container.setup.net.NetDevices;
import carafe.container.setup.net.NetworkLoopback;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.LocalKernel;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Ref;
import carafe.kernel.StepKind;
import carafe.spec.Config;
import carafe.spec.Linux;
import carafe.spec.Mount;
import carafe.spec.NamespaceType;
import carafe.spec.Process;
import java.util.List;
import java.util.function.Consumer;

/**
 * The order in which a container's first process is set up. Each phase ends where somebody else has to act: the
 * runtime makes namespaces between the first and the second, runs hooks between the second and the third, and sets
 * cgroup limits between the third and the fourth.
 */
public final class SetupPlan {
    private final LocalKernel runtime;
    private final Kernel kernel;
    private final Receiver receiver;
    private final Config config;
    private final Linux linux;
    private final Place place;
    private final SeccompLoading seccomp;
    private final Notices notices;
    /** The mounts of config.json, destinations as the container sees them. */
    private final List<Mount> list;
    private final List<MountRequest> requests;
    private final MountSources sources;
    private RootFilesystem rootfs;
    private Mounts mounts;
    private MountApi api;
    private RootedPath root;
    private ProcHandle proc;
    private ProcessPlan process;
    private Console console;

    /**
     * Where and how, apart from config.json.
     *
     * @param id           of the container
     * @param bundle       absolute path
     * @param rootfs       absolute path
     * @param noPivot      move the root mount instead of pivoting
     * @param noNewKeyring stay in the caller's session keyring
     * @param listenFds    the number the process finds in LISTEN_FDS; 0 for none
     * @param cgroups      what cgroup mounts show
     * @param privileged   whether the runtime is root in the initial user namespace
     * @param root         whether it is root in its own user namespace, whichever that is
     */
    public record Place(String id, String bundle, String rootfs, boolean noPivot, boolean noNewKeyring, int listenFds,
            CgroupView cgroups, boolean privileged, boolean root) {
    }

    /**
     * @param runtime  the kernel as the runtime's own process sees it
     * @param kernel   the kernel as the container's first process sees it
     * @param receiver that process
     */
    public SetupPlan(LocalKernel runtime, Kernel kernel, Receiver receiver, Config config, Place place,
            SeccompLoading seccomp, Notices notices) {
        this.runtime = runtime;
        this.kernel = kernel;
        this.receiver = receiver;
        this.config = config;
        this.linux = config.linux();
        this.place = place;
        this.seccomp = seccomp;
        this.notices = notices;
        this.list = Destinations.inContainer(place.rootfs, config.mounts());
        this.requests = MountRequest.of(list, MountLabel.of(config));
        this.sources = new MountSources(place.bundle, place.rootfs, requests);
    }

    /** What takes the runtime's rights over the host: before any namespace is entered. */
    public void beforeNamespaces() {
        Mounts.tellOfIgnored(requests, notices);
        Process first = config.process();
        if (first != null && first.oomScoreAdj() != null) {
            new OomScore(kernel).adjust(first.oomScoreAdj(), !place.privileged);
        }
        if (!place.privileged) {
            MountIdMaps.refuse(requests);
        }
    }

    /**
     * Up to the point where prestart, createRuntime and createContainer hooks run: the host's tree is still there. Part
     * of it is still queued then.
     *
     * @param pid as the runtime sees it
     */
    public void makeMounts(int pid) {
        boolean userNamespace = inUserNamespace();
        if (sharesMounts()) {
            Destinations.refuseRoot(list, "to cover the root file system takes a mount namespace of its own");
        }
        // before any file is made, because modes are meant as they are written
        kernel.umask(0);
        kernel.setsid();
        if (linux.createsNamespace(NamespaceType.CGROUP)) {
            // after the process joined its cgroup, because that becomes the root the container sees
            kernel.enter(StepKind.MAKE_NAMESPACE, "cgroup");
            kernel.unshare(ProcessCalls.CLONE_NEWCGROUP);
        }
        Keyring keyring = place.noNewKeyring ? null : Keyring.join(kernel, place.id);
        if (linux.createsNamespace(NamespaceType.NETWORK)) {
            new NetworkLoopback(kernel).bringUp();
        }
        if (!linux.netDevices().isEmpty()) {
            new NetDevices(runtime, kernel).move(linux.netDevices(), pid);
        }
        Ref probe = MountApi.probe(kernel);
        // in the container's pid namespace, and while the host's /proc is there to fall back on
        proc = ProcHandle.open(kernel);
        rootfs = new RootFilesystem(kernel, place.rootfs, linux.rootfsPropagation());
        root = new RootedPath(kernel, sharesMounts()
                ? rootfs.prepareShared(RootFilesystem.mountsOnHost(config), !probe.failed()) : rootfs.prepare(!probe.failed()));
        api = MountApi.choose(kernel, probe, proc, root);
        if (keyring != null) {
            keyring.makeSearchable(userNamespace, notices);
        }
        mounts = new Mounts(kernel, api, root, requests, sources, place.cgroups, userNamespace);
        mountAll(pid, !probe.failed());
        if (makesDevices()) {
            new Devices(kernel, api, root, linux.devices(), userNamespace).create();
        }
    }

    private void mountAll(int pid, boolean newMountApi) {
        boolean userNamespace = linux.namespace(NamespaceType.USER) != null && sources.any();
        // root has rights over every user namespace below its own (user_namespaces(7)); and where it is not the host's, no
        // mount maps ids
        if (!place.root || !userNamespace && !MountIdMaps.wanted(requests)) {
            mounts.mountAll();
            return;
        }
        try (MountIdMaps idMaps = new MountIdMaps(runtime, requests, linux)) {
            if (!newMountApi) {
                idMaps.requireNone();
            }
            sources.mapIdsBy(idMaps);
            if (newMountApi && userNamespace) {
                mountAllWithHelp(pid);
            } else {
                mounts.mountAll();
            }
            // the mappings must have been taken when their helpers end
            kernel.flush();
        }
    }

    private void mountAllWithHelp(int pid) {
        // it shall see the root file system that was prepared
        kernel.flush();
        try (SourceOpener opener = new SourceOpener(runtime, pid, receiver)) {
            sources.openBy(opener);
            mounts.mountAll();
        }
    }

    /** After a failure: what {@link #makeMounts} mounted where it is the host's. Other mounts end with the process. */
    public void undoSharedMounts() {
        if (rootfs != null && rootfs.isShared()) {
            RootFilesystem.removeShared(runtime, place.rootfs);
        }
    }

    /** From pivot_root to the point where only the process itself is left to change. Part of it is still queued then. */
    public void enterRoot() {
        if (sharesMounts()) {
            rootfs.enterByChroot();
        } else if (place.noPivot) {
            rootfs.enterWithoutPivot();
        } else {
            rootfs.enter();
        }
        if (config.process() != null) {
            process = new ProcessPlan(runtime, kernel, config.process(), config, root, proc, seccomp,
                    inUserNamespace(), notices);
            // these two before the root file system becomes read-only, because they may have to make something
            process.makeWorkingDirectory();
            openConsole();
        }
        mounts.finish();
        if (config.root().readonly()) {
            rootfs.makeReadonly(api);
        }
        new Hostname(kernel).set(config.hostname(), config.domainname());
        new Sysctls(kernel, proc).write(linux.sysctl());
        new ReadonlyPaths(kernel, api, root, linux.readonlyPaths()).apply();
        new MaskedPaths(kernel, api, root, linux.maskedPaths(), MountLabel.of(config)).mask();
    }

    private void openConsole() {
        if (config.process().terminal()) {
            console = new Console(kernel, root);
            console.open(config.process().consoleSize());
            if (!sharesMounts() || Devices.areInOneOf(list)) {
                console.mount(api);
            }
        }
    }

    /**
     * Up to the point where only loading the filter and executing the program are left; without a process there is
     * nothing to do. Much of it is still queued then; {@link #confirm} is to follow when it is done.
     *
     * @param pid as the runtime sees it
     */
    public void becomeUser(int pid) {
        if (process != null) {
            process.becomeUser(pid, place.listenFds, makesDevices(), console);
        }
    }

    /** Whether the process is where it should be, and what it will execute. */
    public void confirm() {
        if (process != null) {
            process.confirm();
        }
    }

    /** Null without a terminal. */
    public Console console() {
        return console;
    }

    /** A procfs for whoever waits in the container. */
    public ProcHandle proc() {
        return proc;
    }

    /**
     * Loads a filter that another process decides with.
     *
     * @param agent gets the filter's listener
     */
    public void loadListener(Consumer<Fd> agent) {
        if (process != null) {
            process.loadListener(agent);
        }
    }

    /** The end of the last batch; queued. */
    public void execute() {
        if (process != null) {
            process.execute();
        }
    }

    private boolean makesDevices() {
        return Devices.neededWith(list) && (!sharesMounts() || Devices.areInOneOf(list));
    }

    /** Then nothing may be made outside of the mounts: it would stay when the container is gone. */
    private boolean sharesMounts() {
        return linux.namespace(NamespaceType.MOUNT) == null;
    }

    private boolean inUserNamespace() {
        return !place.privileged || linux.namespace(NamespaceType.USER) != null;
    }
}
