package carafe.container.lifecycle;

import carafe.container.Notices;
import carafe.container.process.SeccompAudit;
import carafe.container.terminal.Foreground;
import carafe.kernel.LocalKernel;
import carafe.kernel.ProcessCalls;
import carafe.kernel.SignalInbox;
import carafe.spec.seccomp.Seccomp;

/** Creates and starts a container, and in the foreground stays with it to its end. */
public final class Run {
    /** 128 and the number of the signal (signal(7)). */
    private static final int ENDED_BY_SIGSYS = 128 + 31;

    private final LocalKernel kernel;
    private final ContainerStore store;
    private final Notices notices;

    public Run(LocalKernel kernel, ContainerStore store, Notices notices) {
        this.kernel = kernel;
        this.store = store;
        this.notices = notices;
    }

    /**
     * @param keep       leave the container there when its process has ended
     * @param subreaper  orphans of the container become children of this process rather than of the host's init
     * @return 0 if detached, else the exit status of the container's process (128 plus the signal that ended it)
     */
    public int run(ContainerId id, CreateOptions options, boolean keep, boolean subreaper) {
        if (options.detached()) {
            Container container = new Create(kernel, store, notices).createLocked(id, options).container();
            try (NotifyRelay relay = startOrDelete(container, id, options)) {
                if (relay != null) {
                    relay.waitUntilReady();
                }
            }
            return 0;
        }
        if (subreaper) {
            kernel.prctl(ProcessCalls.PR_SET_CHILD_SUBREAPER, 1);
        }
        // before the process starts, so that no signal is missed; servants and hooks reset what this changes
        try (SignalInbox signals = SignalInbox.open(kernel)) {
            CreatedContainer created = new Create(kernel, store, notices).createLocked(id, options);
            int status;
            Seccomp profile = created.container().config().linux().seccomp();
            try (Foreground foreground = new Foreground(kernel, signals, created.pid(), created.console());
                    SeccompAudit audit = profile == null ? null : SeccompAudit.open(kernel, profile);
                    NotifyRelay relay = startOrDelete(created.container(), id, options)) {
                status = foreground.waitForEnd(relay);
                if (status == ENDED_BY_SIGSYS && audit != null) {
                    notices.warning("the container's program was ended by SIGSYS: " + audit.explain(created.pid()));
                }
            }
            if (!keep) {
                new Delete(kernel, store, notices).delete(id, true);
            }
            return status;
        }
    }

    private NotifyRelay startOrDelete(Container created, ContainerId id, CreateOptions options) {
        try {
            return new Start(kernel, store, notices).start(created, options.notifySocket(), !options.detached());
        } catch (RuntimeException | Error e) {
            new Delete(kernel, store, notices).delete(id, true);
            throw e;
        }
    }
}
