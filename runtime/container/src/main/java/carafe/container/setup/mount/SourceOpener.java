package carafe.container.setup.mount;

import carafe.container.process.ContainerNamespaces;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.MountAttr;
import carafe.kernel.Open;
import carafe.kernel.ProcessCalls;
import carafe.kernel.StepKind;
import carafe.kernel.servant.Servant;

/**
 * A process in the container's mount namespace that has kept the runtime's rights over the host, for what the
 * container's own process may not do in its user namespace: reach a path below, say, a home directory of mode 0700, and
 * map the ids of a mount.
 *
 * <p>It works in the container's mount namespace and not in the host's, because there the flags of the host's mounts
 * are locked: what the host mounted read-only, a container with CAP_SYS_ADMIN in its user namespace must not be able to
 * make writable.
 */
public final class SourceOpener implements AutoCloseable {
    private final LocalKernel runtime;
    private final Servant servant;
    private final Receiver receiver;

    /**
     * @param pid      of the container's process, which is in its namespaces already
     * @param receiver the same process
     */
    public SourceOpener(LocalKernel runtime, int pid, Receiver receiver) {
        this.runtime = runtime;
        this.receiver = receiver;
        this.servant = Servant.spawn(runtime);
        servant.setns(ContainerNamespaces.openPidfd(servant, pid), ProcessCalls.CLONE_NEWNS);
    }

    /** Opens a user namespace; queued. To be closed by {@link #close}. */
    Fd namespace(String path) {
        return servant.openat(Fd.CWD, path, Open.O_RDONLY);
    }

    /**
     * Opens a source; queued.
     *
     * @param follow    whether of a symbolic link what it leads to; else the link itself
     * @param namespace whose ids the mount takes over, null for none
     * @return in the opener's process; for {@link #hand}
     */
    Fd open(String path, boolean recursive, boolean follow, Fd namespace, boolean mapRecursively) {
        Fd tree = servant.openTree(Fd.CWD, path, MountSources.flags(recursive, follow));
        if (namespace != null) {
            // asked now, because inside a struct only a number can stand
            namespace.get();
            servant.mountSetattr(tree, mapRecursively, new MountAttr(MountAttr.IDMAP, 0, 0, namespace));
        }
        return tree;
    }

    void enter(StepKind kind, String subject, String pointer) {
        servant.enter(kind, subject, pointer);
    }

    void flush() {
        servant.flush();
    }

    /** What was opened, in the container's process. */
    Fd hand(Fd opened) {
        Fd carried = servant.take(opened);
        servant.close(opened);
        Fd received = receiver.receive(carried);
        runtime.close(carried);
        return received;
    }

    @Override
    public void close() {
        servant.kill();
    }
}
