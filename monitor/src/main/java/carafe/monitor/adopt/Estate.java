package carafe.monitor.adopt;

import carafe.kernel.Sys;
import carafe.monitor.system.Environment;

/** What this monitor leaves to the one that takes over if it is killed: a record in the bundle, and descriptors. */
public final class Estate {
    private final Sys sys;
    private final Environment environment;
    private final String bundle;
    private final DescriptorStore store;

    /** @param bundle null if there is no place for a record */
    public Estate(Sys sys, Environment environment, String id, String bundle) {
        this.sys = sys;
        this.environment = environment;
        this.bundle = bundle;
        store = DescriptorStore.of(sys, environment, id);
    }

    /**
     * Before the engine knows the pid: from then on the container may outlive this monitor. Descriptors that are not
     * there are -1.
     */
    public void leave(int pid, int stdin, int stdout, int stderr, int terminal) {
        if (bundle == null) {
            return;
        }
        AdoptRecord.ofSelf(sys, environment, pid, stdout, stderr).write(sys, bundle);
        store.keepProcess(pid);
        store.keep(Kept.STDIN, stdin);
        store.keep(Kept.STDOUT, stdout);
        store.keep(Kept.STDERR, stderr);
        store.keep(Kept.TERMINAL, terminal);
    }

    /** The input's end is to be seen by the container, whoever else holds the pipe. */
    public void endStdin() {
        store.forget(Kept.STDIN);
    }

    /** The container has ended: there is nothing to take over. */
    public void settle() {
        if (bundle != null) {
            AdoptRecord.remove(sys, bundle);
            store.forget();
        }
    }
}
