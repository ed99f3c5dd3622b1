package carafe.container.setup;

import carafe.container.Notices;
import carafe.container.path.ProcHandle;
import carafe.container.path.RootedPath;
import carafe.container.process.SeccompLoading;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Ref;
import carafe.kernel.servant.Servant;
import carafe.spec.Config;
import carafe.spec.NamespaceType;

/** The order in which a container's first process is set up. */
public final class SetupPlan {
    private final Servant servant;
    private final Config config;
    private final Place place;
    private final SeccompLoading seccomp;
    private final MountSources sources;
    private RootFilesystem rootfs;
    private Mounts mounts;
    private MountApi api;
    private RootedPath root;
    private ProcHandle proc;

    /**
     * Where and how, apart from config.json.
     *
     * @param bundle       absolute path
     * @param rootfs       absolute path
     * @param noPivot      move the root mount instead of pivoting
     * @param noNewKeyring stay in the caller's session keyring
     * @param cgroups      what cgroup mounts show
     * @param inUserNamespace whether the runtime itself is in a user namespace that is not the initial one
     */
    public record Place(String bundle, String rootfs, boolean noPivot, boolean noNewKeyring, CgroupView cgroups,
            boolean inUserNamespace) {
    }

    public SetupPlan(LocalKernel local, Servant servant, Config config, Place place, SeccompLoading seccomp,
            Notices notices) {
        this.servant = servant;
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
        mounts.finish();
        if (config.root().readonly()) {
            rootfs.makeReadonly(api);
        }
        if (config.hostname() != null) {
            servant.enter("set the host name", "/hostname");
            servant.setHostname(config.hostname(), config.hostname().length());
        }
        new ReadonlyPaths(servant, api, root, config.linux().readonlyPaths()).apply();
        new MaskedPaths(servant, api, root, config.linux().maskedPaths(), config.linux().mountLabel()).mask();
        servant.flush();
    }

    public void becomeUser() {
        servant.umask(022);
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
        if (config.process().noNewPrivileges()) {
            servant.allowing(Errno.EINVAL);
            servant.prctl(ProcessCalls.PR_SET_NO_NEW_PRIVS, 1);
        }
        seccomp.load(servant);
        servant.unblockSignals();
        servant.enter("execute the program", "/process/args");
        servant.chdir(config.process().cwd());
        servant.execve(config.process().args().getFirst(), config.process().args(), config.process().env());
    }
}
