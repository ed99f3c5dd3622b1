package carafe.container.lifecycle;

import carafe.container.EngineWords;
import carafe.container.Notices;
import carafe.container.Refused;
import carafe.container.SetupFailed;
import carafe.container.path.RootedPath;
import carafe.container.process.HookRunner;
import carafe.container.process.SeccompLoading;
import carafe.container.setup.ProcessPlan;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Step;
import carafe.kernel.servant.Servant;
import carafe.spec.Config;
import carafe.spec.Hook;
import carafe.spec.HookKind;
import carafe.spec.Process;
import carafe.spec.State;
import carafe.spec.Status;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The hooks whose programs lie in the container. An image can put anything there, so they get no more rights than the
 * container's process: its user, capabilities, limits, labels, cgroup and system call filter.
 */
final class StartContainerHooks {
    private final LocalKernel kernel;
    private final Container container;
    private final Config config;
    private final Notices notices;

    StartContainerHooks(LocalKernel kernel, Container container, Config config, Notices notices) {
        this.kernel = kernel;
        this.container = container;
        this.config = config;
        this.notices = notices;
    }

    /** @throws SetupFailed if one fails; later ones do not run then */
    void run() {
        if (config.hooks().startContainer().isEmpty()) {
            return;
        }
        State state = container.stateAs(Status.CREATED);
        Fd init = kernel.allowing(Errno.ESRCH).pidfdOpen(container.saved().initPid());
        if (init.failed()) {
            throw new Refused(EngineWords.CANNOT_START_STOPPED);
        }
        try {
            new HookRunner(kernel, config, container.saved().bundle())
                    .runInside(HookKind.START_CONTAINER, state, init, this::execute);
        } finally {
            kernel.close(init);
        }
    }

    private void execute(Servant servant, Step step, Hook hook, List<String> environment) {
        Process process = config.process().running(hook.argv(), environment);
        ContainerEntry entry = new ContainerEntry(kernel, container, config, servant);
        RootedPath root = entry.enter(process, Map.of(), notices);
        SeccompLoading seccomp = SeccompLoading.of(config, notices);
        ProcessPlan plan = entry.plan(process, root, seccomp, notices);
        try (Handover handover = new Handover(kernel, null, null)) {
            Consumer<Fd> agent = listener -> handover.giveListener(servant, listener, config, container.state());
            plan.executes(hook.path());
            plan.becomeUser(servant.pid(), 0, false, null);
            plan.confirm();
            plan.loadListener(agent);
            plan.execute();
            servant.execute();
        }
    }
}
