package carafe.container.setup;

import carafe.container.Notices;
import carafe.container.path.ProcHandle;
import carafe.container.path.RootedPath;
import carafe.container.process.SeccompLoading;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.LocalKernel;
import carafe.kernel.StepKind;
import carafe.spec.Capability;
import carafe.spec.Config;
import carafe.spec.CrunAnnotation;
import carafe.spec.Linux;
import carafe.spec.NamespaceType;
import carafe.spec.Process;
import java.util.function.Consumer;

/**
 * The order in which a process that is in the container already becomes the configured program; the same for a
 * container's first process and for one that exec adds.
 */
public final class ProcessPlan {

    private final LocalKernel runtime;
    private final Kernel kernel;
    private final Process process;
    private final Linux linux;
    private final RootedPath root;
    private final ProcHandle proc;
    private final SeccompLoading seccomp;
    private final CapabilitySets capabilities;
    private final Identity identity;
    private final WorkingDirectory directory;
    private final Labels labels;
    private final Environment environment;
    private final boolean inUserNamespace;
    /** Where the first argument is looked for; null if it is known what to execute. */
    private Executable search;
    /** The file to execute; null until it is found. */
    private String program;

    /**
     * @param runtime the kernel as the runtime's own process sees it
     * @param kernel  the kernel as the process in the container sees it
     * @param process may be another than the config's
     * @param root    the container's root directory
     */
    public ProcessPlan(LocalKernel runtime, Kernel kernel, Process process, Config config, RootedPath root,
            ProcHandle proc, SeccompLoading seccomp, boolean inUserNamespace, Notices notices) {
        this.runtime = runtime;
        this.kernel = kernel;
        this.process = process;
        this.linux = config.linux();
        this.root = root;
        this.proc = proc;
        this.seccomp = seccomp;
        this.capabilities = new CapabilitySets(kernel, process.capabilities(), notices);
        this.identity = new Identity(kernel, process.user(), inUserNamespace,
                CrunAnnotation.KEEP_ORIGINAL_GROUPS.isOn(config), notices);
        this.directory = new WorkingDirectory(kernel, root, process.cwd());
        this.labels = new Labels(kernel, proc);
        this.environment = new Environment(process.env());
        this.inUserNamespace = inUserNamespace;
    }

    /** Instead of looking for the first argument in PATH. */
    public void executes(String path) {
        program = path;
    }

    /** While the root file system can be written. */
    void makeWorkingDirectory() {
        directory.create();
    }

    /**
     * Up to the point where only loading the filter and executing the program are left. Much of it is still queued then;
     * {@link #confirm} is to follow when it is done.
     *
     * @param pid       of the process as the runtime sees it
     * @param listenFds the number to tell in LISTEN_FDS, 0 for none
     * @param ownDev    whether the container's /dev was set up by us
     * @param console   the process's terminal, null for none
     */
    public void becomeUser(int pid, int listenFds, boolean ownDev, Console console) {
        if (console != null) {
            console.attach();
        }
        // what is asked here is answered together, and with the look into /etc/passwd
        Stdio streams = Stdio.look(kernel, root, proc);
        capabilities.ask();
        // not before the paths are masked, because that may hide /etc/passwd
        HomeDirectory home = environment.lacksHome() ? HomeDirectory.look(kernel, root) : null;
        completeEnvironment(home, listenFds);
        labels.setAppArmor(process);
        schedule();
        labels.setSelinux(process);
        capabilities.dropBounding();
        streams.giveTo(process.user().uid(), ownDev, console != null, outerStreams(pid, console));
        directory.enter();
        capabilities.keepAcrossUserChange();
        // late, because a low limit would hit the set-up itself; but while the process belongs to the runtime's user, who
        // may set the limits of nobody else without CAP_SYS_RESOURCE
        limit(pid);
        identity.become();
        directory.retry();
        if (filterTakesPrivilege()) {
            capabilities.applyBut(Capability.CAP_SYS_ADMIN);
        } else {
            capabilities.apply();
        }
        // the change of ids has cleared it
        kernel.dieWithParent();
        directory.ask();
        if (program == null) {
            search = Executable.look(kernel, process.args().getFirst(), environment.get("PATH"));
        }
        if (process.noNewPrivileges()) {
            new NoNewPrivileges(kernel).set();
        }
    }

    /** Who shares the runtime's user namespace hands them over itself, and a terminal of the container's own, too. */
    private OuterStreams outerStreams(int pid, Console console) {
        return console != null || linux.namespace(NamespaceType.USER) == null ? null
                : new OuterStreams(runtime, pid, process.user().uid());
    }

    private void limit(int pid) {
        Rlimits rlimits = new Rlimits(process.rlimits());
        if (inUserNamespace) {
            rlimits.setFromOutside(kernel, runtime, pid);
        } else {
            rlimits.setOwn(kernel);
        }
    }

    /** Whether the process is where it should be, and what it will execute. */
    public void confirm() {
        // before the answer is looked at, because from a directory of the host it would be about a file there
        directory.confirm();
        if (search != null) {
            program = search.path();
        }
    }

    private boolean filterTakesPrivilege() {
        return seccomp.isNeeded() && !process.noNewPrivileges();
    }

    private void schedule() {
        Scheduling scheduling = new Scheduling(kernel);
        if (process.scheduler() != null) {
            scheduling.setScheduler(process.scheduler());
        }
        if (process.ioPriority() != null) {
            scheduling.setIoPriority(process.ioPriority());
        }
        if (linux.personality() != null) {
            new ProcessPersonality(kernel).set(linux.personality());
        }
        if (linux.memoryPolicy() != null) {
            new ProcessMemoryPolicy(kernel).set(linux.memoryPolicy());
        }
    }

    /** @param home null if the configuration says where it is */
    private void completeEnvironment(HomeDirectory home, int listenFds) {
        if (home != null) {
            environment.set("HOME", home.of(process.user().uid(), proc));
        }
        if (listenFds > 0) {
            environment.set("LISTEN_FDS", Integer.toString(listenFds));
            environment.set("LISTEN_PID", "1");
        }
    }

    /**
     * Loads a filter some of whose decisions another process makes. Not at the very end, because that process has to be
     * told of the listener before the program runs.
     *
     * @param agent gets the filter's listener
     */
    public void loadListener(Consumer<Fd> agent) {
        if (seccomp.hasListener()) {
            agent.accept(seccomp.load(kernel));
        }
    }

    /** The end of the last batch; queued. */
    public void execute() {
        kernel.enter(StepKind.UNBLOCK_SIGNALS);
        kernel.unblockSignals();
        if (!seccomp.hasListener()) {
            // as late as possible, so that the filter need not allow what only the set-up does
            seccomp.load(kernel);
        }
        if (filterTakesPrivilege()) {
            capabilities.applySets();
        }
        kernel.enter(StepKind.EXECUTE, program);
        kernel.execve(program, process.args(), environment.entries());
    }
}
