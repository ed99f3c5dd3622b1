package carafe.container.inspect;

import carafe.container.inspect.Inspection.Filter;
import carafe.container.inspect.Inspection.ProcessInfo;
import carafe.container.lifecycle.Container;
import carafe.container.lifecycle.ContainerId;
import carafe.container.lifecycle.ContainerStore;
import carafe.container.seccomp.SeccompListing;
import carafe.container.seccomp.SyscallAbi;
import carafe.kernel.Kernel;
import carafe.spec.Config;
import carafe.spec.State;
import carafe.spec.Status;
import carafe.spec.seccomp.Seccomp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks at a container from outside, and changes nothing. */
public final class Inspect {
    private final Kernel kernel;
    private final ContainerStore store;
    private final ProcFiles proc;

    public Inspect(Kernel kernel, ContainerStore store) {
        this.kernel = kernel;
        this.store = store;
        proc = new ProcFiles(kernel);
    }

    /**
     * @param filter whether its filter is read from the kernel, for which the first process is stopped for a moment
     * @param drift  whether it is compared with its config.json
     * @throws carafe.container.Refused if there is no such container
     */
    public Inspection inspect(ContainerId id, boolean filter, boolean drift) {
        try (Container container = Container.open(kernel, store, id)) {
            State state = container.state();
            Config config = container.config();
            int pid = state.status() == Status.STOPPED ? 0 : state.pid();
            List<Integer> pids = pid == 0 ? List.of() : pidsOf(container, pid);
            MountView mounts = new MountView(proc, pid);
            LimitView cgroup = new LimitView(proc);
            List<ProcessInfo> processes = new ProcessView(proc).of(pids);
            Inspection found = new Inspection(state.id(), state.status().word(), state.bundle(), state.rootfs(), pid,
                    pid == 0 ? null : label(pid),
                    pid == 0 ? List.of() : new NamespaceView(proc).of(pid, others(id)),
                    map(pid, "uid_map"), map(pid, "gid_map"), processes,
                    filterOf(pid, processes, config.linux().seccomp(), filter && state.status() != Status.PAUSED),
                    cgroup.cgroups(container.saved().cgroup(), pid), cgroup.limits(container.saved().cgroup()),
                    mounts.mounts(), new DescriptorView(proc, mounts).of(pids), null);
            return drift ? found.with(new Comparison(config, found, proc).drift()) : found;
        }
    }

    /** The first process first; without a cgroup it is the only one known. */
    private static List<Integer> pidsOf(Container container, int first) {
        List<Integer> pids = new ArrayList<>(container.cgroup().processes());
        pids.remove((Integer) first);
        pids.addFirst(first);
        return pids;
    }

    private String label(int pid) {
        String label = proc.text("/proc/" + pid + "/attr/current");
        return label == null || label.isEmpty() ? null : label.replace("\0", "");
    }

    private List<String> map(int pid, String file) {
        return proc.lines("/proc/" + pid + "/" + file).stream().map(line -> line.strip().replaceAll(" +", " ")).toList();
    }

    /** The first processes of all other containers that have one. */
    private Map<String, Integer> others(ContainerId id) {
        Map<String, Integer> others = new TreeMap<>();
        for (String other : store.ids()) {
            if (other.equals(id.toString())) {
                continue;
            }
            int mark = kernel.arena().mark();
            try (Container container = Container.open(kernel, store, new ContainerId(other))) {
                State state = container.state();
                if (state.status() != Status.STOPPED && state.pid() > 0) {
                    others.put(other, state.pid());
                }
            } catch (RuntimeException unreadable) {
                // being made or removed, or damaged: it is not this one that is asked about
            }
            kernel.arena().reset(mark);
        }
        return others;
    }

    private Filter filterOf(int pid, List<ProcessInfo> processes, Seccomp profile, boolean fromKernel) {
        if (processes.isEmpty()) {
            return null;
        }
        ProcessInfo first = processes.getFirst();
        String note = null;
        if (fromKernel && first.filters() > 0) {
            FilterReader.Answer answer = new FilterReader(kernel).read(pid);
            if (answer.problem() == null) {
                return new Filter(first.seccomp(), first.filters(), "kernel", null, answer.filters());
            }
            note = answer.problem();
        }
        return profile == null
                ? new Filter(first.seccomp(), first.filters(), null, note, List.of())
                : new Filter(first.seccomp(), first.filters(), "config.json", note,
                        List.of(SeccompListing.of(profile, SyscallAbi.ofThisMachine())));
    }
}
