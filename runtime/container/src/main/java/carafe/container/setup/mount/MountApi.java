package carafe.container.setup.mount;

import carafe.container.SetupFailed;
import carafe.container.path.ProcHandle;
import carafe.container.path.RootedPath;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.MountAttr;
import carafe.kernel.Ref;
import carafe.spec.mount.ParsedOptions;
import carafe.spec.mount.Propagation;
import java.util.List;

/**
 * How mounts are made: with the descriptor-based calls, or, where the kernel is older than 5.12 or a sandbox forbids
 * them, with mount(2). Descriptors that are returned belong to the caller, those passed in stay the caller's.
 */
public interface MountApi {
    /** No option at all. */
    ParsedOptions PLAIN = ParsedOptions.of(List.of());

    /** Takes hold of a path of the host, to be bound somewhere later. */
    default Fd source(String path, boolean recursive) {
        return source(path, recursive, true);
    }

    /** @param follow whether of a symbolic link what it leads to; else the link itself */
    Fd source(String path, boolean recursive, boolean follow);

    /**
     * To be asked before a symbolic link itself is bound or covered.
     *
     * @throws SetupFailed if that cannot be
     */
    void requireLinks();

    /** The same for what is already open; can be taken as often as it is to be bound. */
    Fd source(Fd open, boolean recursive);

    /**
     * Binds a source, which can be used once only, onto the target, with the flags in the options.
     *
     * @return the root directory of the new mount
     */
    Fd bind(Fd source, ParsedOptions options, MountTarget target);

    /** Mounts a file system; gives its root directory. */
    Fd mount(FileSystem fileSystem, MountTarget target);

    /** Sets and clears MOUNT_ATTR_* on the mount and all below it. */
    void changeTree(Fd mount, long set, long clear);

    void propagate(Fd mount, Propagation propagation);

    /** Leaves every other flag as it is. */
    void makeReadonly(Fd mount);

    /** The same for all mounts below, as far as the kernel can do it at once. */
    void makeTreeReadonly(Fd mount);

    /** Whether the descriptor-based calls are there: queued, the answer comes with whatever is asked next. */
    static Ref probe(Kernel kernel) {
        // the youngest of the calls; it changes nothing and so may be asked of no mount at all
        return kernel.allowingAll().mountSetattr(Fd.NONE, false, new MountAttr(0, 0));
    }

    /** @param probe what {@link #probe} gave */
    static MountApi choose(Kernel kernel, Ref probe, ProcHandle proc, RootedPath root) {
        ClassicMounts classic = new ClassicMounts(kernel, proc, root);
        return probe.failed() ? classic : new DetachedMounts(kernel, classic);
    }
}
