package carafe.container.setup.mount;

import carafe.container.SetupFailed;
import carafe.kernel.Fd;
import carafe.kernel.FileCalls;
import carafe.kernel.Kernel;
import carafe.kernel.MountAttr;
import carafe.kernel.Open;
import carafe.kernel.Step;
import carafe.spec.Mount;
import carafe.spec.mount.MsFlag;
import carafe.spec.mount.ParsedOptions;
import carafe.spec.mount.Propagation;
import java.util.List;

/**
 * The sources of bind mounts.
 *
 * <p>Normally each is opened when it is its turn. But a container with its own user namespace may be unable to reach a
 * path that the runtime can (say, below a home directory of mode 0700), and the file system's owner alone may map the
 * ids of a mount. {@link #openBefore} therefore takes hold of such sources while the servant still acts with the
 * runtime's rights in the runtime's namespaces; detached mounts may be carried along into another mount namespace.
 *
 * <p>Sources inside the container's own root file system have to wait for their turn all the same: earlier mounts of
 * the list may be part of them.
 */
public final class MountSources {
    private final String bundle;
    private final String rootfs;
    private final List<Mount> mounts;
    private final Fd[] opened;
    /** The user namespaces whose mappings sources get that are opened when it is their turn. */
    private final Fd[] waitingMaps;

    /**
     * @param bundle absolute; sources may be relative to it
     * @param rootfs absolute
     * @param mounts those of config.json
     */
    public MountSources(String bundle, String rootfs, List<Mount> mounts) {
        this.bundle = bundle;
        this.rootfs = rootfs;
        this.mounts = mounts;
        this.opened = new Fd[mounts.size()];
        this.waitingMaps = new Fd[mounts.size()];
    }

    /**
     * Opens all bind sources that need it; queued. Before any namespace is made or joined, because afterwards the
     * rights and the mounts are others. Only for a privileged runtime; without the descriptor-based calls, sources are
     * opened when it is their turn all the same.
     *
     * @param all         whether all are opened, or only those whose ids are mapped
     * @param propagation linux.rootfsPropagation, null for the default
     * @param idMaps      of the same mounts; needed until these calls have run
     */
    public void openBefore(Kernel kernel, boolean all, Propagation propagation, MountIdMaps idMaps) {
        if (MountApi.probe(kernel).failed()) {
            idMaps.requireNone();
            return;
        }
        Propagation tree = propagation == null ? Propagation.RSLAVE : propagation;
        for (int i = 0; i < opened.length; i++) {
            ParsedOptions options = ParsedOptions.of(mounts.get(i).options());
            String namespace = idMaps.pathFor(i);
            if (!options.isBind() || !all && namespace == null) {
                continue;
            }
            if (Destinations.isInside(rootfs, pathOf(i))) {
                waitingMaps[i] = namespace == null ? null : openNamespace(kernel, i, namespace);
                continue;
            }
            kernel.enter("open " + mounts.get(i).source(), "/mounts/" + i + "/source");
            boolean recursive = (options.flags() & MsFlag.MS_REC) != 0;
            opened[i] = kernel.openTree(Fd.CWD, pathOf(i), recursive ? FileCalls.AT_RECURSIVE : 0);
            // A copy made later would belong to mounts that were cut off already; this one still belongs to the host's.
            if (tree.recursive()) {
                kernel.mountSetattr(opened[i], true, new MountAttr(0, 0, tree.type(), null));
            }
            if (namespace != null) {
                Fd userns = openNamespace(kernel, i, namespace);
                mapIds(kernel, opened[i], userns, options);
            }
        }
    }

    private Fd openNamespace(Kernel kernel, int i, String namespace) {
        kernel.enter("map ids of " + mounts.get(i).source(), "/mounts/" + i + "/uidMappings");
        Fd userns = kernel.openat(Fd.CWD, namespace, Open.O_RDONLY);
        // asked now, because inside a struct only a number can stand
        userns.get();
        return userns;
    }

    private static void mapIds(Kernel kernel, Fd tree, Fd userns, ParsedOptions options) {
        kernel.mountSetattr(tree, options.idMap() != null && options.idMap().recursive(),
                new MountAttr(MountAttr.IDMAP, 0, 0, userns));
        kernel.close(userns);
    }

    /** The source of mount {@code index}, which the caller then owns. */
    Fd open(Kernel kernel, MountApi api, int index, boolean recursive) {
        if (opened[index] != null) {
            return opened[index];
        }
        Fd source = api.source(pathOf(index), recursive);
        if (waitingMaps[index] != null) {
            mapIds(kernel, source, waitingMaps[index], ParsedOptions.of(mounts.get(index).options()));
        }
        return source;
    }

    private String pathOf(int index) {
        String source = mounts.get(index).source();
        if (source == null || source.isEmpty()) {
            throw new SetupFailed(new Step("mount " + mounts.get(index).destination(), "/mounts/" + index + "/source"),
                    "a bind mount needs a source", null);
        }
        return source.startsWith("/") ? source : bundle + "/" + source;
    }
}
