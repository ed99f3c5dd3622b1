package carafe.container.setup;

import carafe.container.Notices;
import carafe.container.path.ProcHandle;
import carafe.container.path.RootedPath;
import carafe.container.process.SeccompLoading;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Ref;
import carafe.kernel.servant.Servant;
import carafe.spec.Config;
import carafe.spec.NamespaceType;

/** The order in which a container's first process is set up. */
public final class SetupPlan {
    private final LocalKernel local;
    private final Servant servant;
    private final Notices notices;
    private final Config config;
    private final Place place;
    private final SeccompLoading seccomp;
    private final MountSources sources;
    private RootFilesystem rootfs;
    private Mounts mounts;
    private MountApi api;
    private RootedPath root;
    private ProcHandle proc;
    private ProcessPlan process;

    /**
     * Where and how, apart from config.json.
     *
     * @param bundle       absolute path
     * @param rootfs       absolute path
     * @param noPivot      move the root mount instead of pivoting
     * @param noNewKeyring stay in the caller's session keyring
     * @param listenFds    the number the process finds in LISTEN_FDS; 0 for none
     * @param cgroups      what cgroup mounts show
     * @param inUserNamespace whether the runtime itself is in a user namespace that is not the initial one
     */
    public record Place(String bundle, String rootfs, boolean noPivot, boolean noNewKeyring, int listenFds,
            CgroupView cgroups, boolean inUserNamespace) {
    }

    public SetupPlan(LocalKernel local, Servant servant, Config config, Place place, SeccompLoading seccomp,
            Notices notices) {
        this.local = local;
        this.servant = servant;
        this.notices = notices;
        this.config = config;
        this.place = place;
        this.seccomp = seccomp;
        this.sources = new MountSources(place.bundle, config.mounts());
    }

    /** Up to the point where prestart, createRuntime and createContainer hooks run: the host's tree is still there. */
    public void makeMounts() {
        // before any file is made, because modes are meant as they are written
        servant.umask(0);
        servant.setsid();
        if (config.linux().createsNamespace(NamespaceType.CGROUP)) {
            // after the process joined its cgroup, because that becomes the root the container sees
            servant.enter("make cgroup namespace", "/linux/namespaces");
            servant.unshare(ProcessCalls.CLONE_NEWCGROUP);
        }
        boolean user = place.inUserNamespace || config.linux().namespace(NamespaceType.USER) != null;
        Ref probe = MountApi.probe(servant);
        proc = ProcHandle.open(servant);
        rootfs = new RootFilesystem(servant, place.rootfs, config.linux().rootfsPropagation());
        root = new RootedPath(servant, rootfs.prepare(!probe.failed()));
        api = MountApi.choose(servant, probe, proc, root);
        mounts = new Mounts(servant, api, root, config.mounts(), sources, config.linux().mountLabel(), place.cgroups,
                user);
        mounts.mountAll();
        new Devices(servant, api, root, config.linux().devices(), user).create();
        if (config.process() != null) {
            process = new ProcessPlan(local, servant, config.process(), root, proc, seccomp, user, notices);
        }
        servant.flush();
    }

    /** From pivot_root to the point where only the process itself is left to change. */
    public void enterRoot() {
        if (config.linux().namespace(NamespaceType.MOUNT) == null) {
            rootfs.enterByChroot();
        } else if (place.noPivot) {
            rootfs.enterWithoutPivot();
        } else {
            rootfs.enter();
        }
        if (process != null) {
            // before the root file system becomes read-only
            process.makeWorkingDirectory();
        }
        mounts.finish();
        if (config.root().readonly()) {
            rootfs.makeReadonly(api);
        }
        new Hostname(servant).set(config.hostname(), config.domainname());
        new Sysctls(servant, proc).write(config.linux().sysctl());
        new ReadonlyPaths(servant, api, root, config.linux().readonlyPaths()).apply();
        new MaskedPaths(servant, api, root, config.linux().maskedPaths(), config.linux().mountLabel()).mask();
        servant.flush();
    }

    public void becomeUser() {
        process.becomeUser(servant.pid(), place.listenFds, Devices.neededWith(config.mounts()));
    }

    public Fd takeConsole() {
        return Fd.NONE;
    }

    public String consoleName() {
        return "/dev/pts/0";
    }

    /** A procfs for whoever waits in the servant. */
    public ProcHandle proc() {
        return proc;
    }

    /** The end of the last batch. */
    public void execute() {
        process.execute();
    }
}
