package carafe.container.setup;

import carafe.container.Notices;
import carafe.container.path.ProcHandle;
import carafe.container.path.RootedPath;
import carafe.container.process.SeccompLoading;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.LocalKernel;
import carafe.spec.Process;

/**
 * The order in which a process that is in the container already becomes the configured program; the same for a
 * container's first process and for one that exec adds.
 */
public final class ProcessPlan {
    private final LocalKernel runtime;
    private final Kernel kernel;
    private final Process process;
    private final RootedPath root;
    private final ProcHandle proc;
    private final SeccompLoading seccomp;
    private final CapabilitySets capabilities;
    private final Identity identity;
    private final WorkingDirectory directory;
    private final Environment environment;
    private String program;
    private Fd listener = Fd.NONE;

    /**
     * @param runtime the kernel as the runtime's own process sees it
     * @param kernel  the kernel as the process in the container sees it
     * @param root    the container's root directory
     */
    public ProcessPlan(LocalKernel runtime, Kernel kernel, Process process, RootedPath root, ProcHandle proc,
            SeccompLoading seccomp, boolean inUserNamespace, Notices notices) {
        this.runtime = runtime;
        this.kernel = kernel;
        this.process = process;
        this.root = root;
        this.proc = proc;
        this.seccomp = seccomp;
        this.capabilities = new CapabilitySets(kernel, process.capabilities(), notices);
        this.identity = new Identity(kernel, process.user(), inUserNamespace, notices);
        this.directory = new WorkingDirectory(kernel, root, process.cwd());
        this.environment = new Environment(process.env());
    }

    /** While the root file system can be written. */
    void makeWorkingDirectory() {
        directory.create();
    }

    /**
     * Up to the point where only loading the filter and executing the program are left.
     *
     * @param pid       of the process as the runtime sees it
     * @param listenFds the number to tell in LISTEN_FDS, 0 for none
     * @param ownDev    whether the container's /dev was set up by us
     */
    public void becomeUser(int pid, int listenFds, boolean ownDev) {
        completeEnvironment(listenFds);
        new Rlimits(runtime).set(pid, process.rlimits());
        if (!process.noNewPrivileges()) {
            // while CAP_SYS_ADMIN is still there
            listener = seccomp.load(kernel);
        }
        capabilities.dropBounding();
        new Stdio(kernel, root, proc).giveTo(process.user().uid(), ownDev);
        directory.enter();
        capabilities.keepAcrossUserChange();
        identity.become();
        directory.confirm();
        capabilities.apply();
        // the change of ids has cleared it
        kernel.dieWithParent();
        program = new Executable(kernel).find(process.args().getFirst(), environment.get("PATH"));
        if (process.noNewPrivileges()) {
            new NoNewPrivileges(kernel).set();
            if (seccomp.hasListener()) {
                // now and not at the very end, because somebody has to be told of the listener before the program runs
                listener = seccomp.load(kernel);
            }
        }
        kernel.flush();
    }

    private void completeEnvironment(int listenFds) {
        if (environment.lacksHome()) {
            environment.set("HOME", new HomeDirectory(kernel, root).of(process.user().uid()));
        }
        if (listenFds > 0) {
            environment.set("LISTEN_FDS", Integer.toString(listenFds));
            environment.set("LISTEN_PID", "1");
        }
    }

    /** The descriptor by which another process decides about system calls; {@link Fd#NONE} if none does. */
    public Fd listener() {
        return listener;
    }

    /** The end of the last batch; queued. */
    public void execute() {
        kernel.enter("unblock signals", "");
        kernel.unblockSignals();
        if (process.noNewPrivileges() && !seccomp.hasListener()) {
            // the very last, so that the filter need not allow what only the set-up does
            seccomp.load(kernel);
        }
        kernel.enter("execute the program", "/process/args");
        kernel.execve(program, process.args(), environment.entries());
    }
}
