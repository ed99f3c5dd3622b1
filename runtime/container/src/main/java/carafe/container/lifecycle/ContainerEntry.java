package carafe.container.lifecycle;

import carafe.container.EngineWords;
import carafe.container.Notices;
import carafe.container.path.ProcHandle;
import carafe.container.path.RootedPath;
import carafe.container.process.Caller;
import carafe.container.process.ContainerNamespaces;
import carafe.container.process.SeccompLoading;
import carafe.container.rdt.RdtGroup;
import carafe.container.setup.Keyring;
import carafe.container.setup.OomScore;
import carafe.container.setup.ProcessPlan;
import carafe.container.setup.Scheduling;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.kernel.ProcessCalls;
import carafe.kernel.StepKind;
import carafe.kernel.servant.Servant;
import carafe.spec.Config;
import carafe.spec.CrunAnnotation;
import carafe.spec.ExecCpuAffinity;
import carafe.spec.NamespaceType;
import carafe.spec.Process;
import java.util.Map;

/**
 * The way of one more process into a container: of a program that exec adds, or of a hook that runs inside.
 *
 * <p>The container may be hostile, so the order matters: the servant is not dumpable from its first instruction;
 * everything of the host is opened, and everything inherited is marked close-on-exec, before any namespace is joined;
 * all namespaces are joined with one call; and no program is executed in between.
 */
final class ContainerEntry {
    private final LocalKernel kernel;
    private final Container container;
    private final Config config;
    private final Servant servant;
    private final boolean userNamespace;
    /** A container in the runtime's mount namespace has a root directory by chroot only. */
    private final boolean sharesMounts;

    /** @param servant not yet in the container */
    ContainerEntry(LocalKernel kernel, Container container, Config config, Servant servant) {
        this.kernel = kernel;
        this.container = container;
        this.config = config;
        this.servant = servant;
        this.userNamespace = config.linux().namespace(NamespaceType.USER) != null;
        this.sharesMounts = config.linux().namespace(NamespaceType.MOUNT) == null;
    }

    /**
     * From the runtime's cgroup, namespaces and session into the container's.
     *
     * @param subCgroups as {@code exec --cgroup} names them, empty for the container's own
     * @return the container's root directory
     */
    RootedPath enter(Process process, Map<String, String> subCgroups, Notices notices) {
        int init = container.saved().initPid();
        Fd pidfd = ContainerNamespaces.openPidfd(servant, init);
        Fd outerRoot = sharesMounts ? ContainerNamespaces.openRoot(servant, init) : Fd.NONE;
        if (process.oomScoreAdj() != null) {
            // through the host's /proc and with the host's rights
            new OomScore(servant).adjust(process.oomScoreAdj(), !Caller.of(kernel).isPrivileged());
        }
        ExecCpuAffinity affinity = process.execCPUAffinity();
        if (affinity != null && affinity.initialCpus() != null) {
            new Scheduling(servant).setAffinity(affinity.initialCpus(), "/process/execCPUAffinity/initial");
            notices.debug(EngineWords.DEBUG_AFFINITY + Scheduling.maskOf(affinity.initialCpus()));
        }
        Fd cgroup = container.cgroup().execPlacement(subCgroups, init).enter(servant);
        long restored = container.saved().ownTimeNamespace() ? ProcessCalls.CLONE_NEWTIME : 0;
        ContainerNamespaces.join(servant, pidfd, config.linux(), restored, cgroup,
                CrunAnnotation.KEEP_ORIGINAL_GROUPS.isOn(config));
        if (container.saved().intelRdt() != null) {
            // no earlier, as entering a pid namespace makes another process of the servant
            RdtGroup.of(kernel, container.saved().intelRdt()).join(servant.pid());
        }
        if (affinity != null && affinity.finalCpus() != null) {
            // after the cgroup, whose cpuset says what is possible
            new Scheduling(servant).setAffinity(affinity.finalCpus(), "/process/execCPUAffinity/final");
        } else {
            new Scheduling(servant).useEveryCpu();
        }
        if (sharesMounts) {
            servant.enter(StepKind.ENTER_ROOT);
            servant.fchdir(outerRoot);
            servant.chroot(".");
        }
        servant.dieWithParent();
        servant.setsid();
        Keyring.join(servant, container.saved().id()).makeSearchable(userNamespace, notices);
        return new RootedPath(servant, servant.openat(Fd.CWD, "/", Open.O_PATH | Open.O_DIRECTORY));
    }

    /** The rest of the way, after {@link #enter}. */
    ProcessPlan plan(Process process, RootedPath root, SeccompLoading seccomp, Notices notices) {
        return new ProcessPlan(kernel, servant, process, config, root, ProcHandle.open(servant), seccomp,
                userNamespace, notices);
    }
}
