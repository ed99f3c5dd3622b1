package carafe.container.setup.mount;

import carafe.container.SetupFailed;
import carafe.kernel.Fd;
import carafe.kernel.FileCalls;
import carafe.kernel.Kernel;
import carafe.kernel.MountAttr;
import carafe.kernel.Open;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.spec.mount.Propagation;
import java.util.List;

/**
 * The sources of bind mounts. Each is opened when it is its turn, because earlier mounts of the list may be part of it:
 * by the container's own process, or, where that has too few rights, by a {@link SourceOpener}. That one opens what lies
 * outside the container's root file system beforehand, all together, since every answer takes a while.
 */
public final class MountSources {
    private final String bundle;
    private final String rootfs;
    private final List<MountRequest> mounts;
    private final Fd[] opened;
    private SourceOpener opener;
    private MountIdMaps idMaps;

    /**
     * @param bundle absolute; sources may be relative to it
     * @param rootfs absolute
     * @param mounts those of config.json
     */
    public MountSources(String bundle, String rootfs, List<MountRequest> mounts) {
        this.bundle = bundle;
        this.rootfs = rootfs;
        this.mounts = mounts;
        this.opened = new Fd[mounts.size()];
    }

    /** Whether there is any. */
    public boolean any() {
        for (MountRequest mount : mounts) {
            if (mount.isBind()) {
                return true;
            }
        }
        return false;
    }

    /**
     * To be called after the root file system was prepared, before the first mount.
     *
     * @param mappings of the same mounts, open until all mounts are made
     */
    public void mapIdsBy(MountIdMaps mappings) {
        this.idMaps = mappings;
    }

    /** Has a helper open them; to be called where the container's process cannot. */
    public void openBy(SourceOpener helper) {
        this.opener = helper;
        for (MountRequest mount : mounts) {
            if (mount.isBind() && !Destinations.isInside(rootfs, pathOf(mount))) {
                opened[mount.index()] = openByHelper(mount);
            }
        }
        helper.flush();
        for (int i = 0; i < opened.length; i++) {
            if (opened[i] != null) {
                opened[i] = helper.hand(opened[i]);
            }
        }
    }

    /**
     * Opens all of them at once; queued. For a process that is about to enter the namespaces of a running container, in
     * which the host's paths are not to be found any more.
     *
     * @param mappings of the same mounts, open until these calls have run
     */
    public void openBy(Kernel kernel, MountIdMaps mappings) {
        this.idMaps = mappings;
        for (MountRequest mount : mounts) {
            if (mount.isBind()) {
                kernel.enter(StepKind.OPEN_SOURCE, mount.mount().source(), mount.pointer() + "/source");
                Fd source = kernel.openTree(Fd.CWD, pathOf(mount), flags(mount.isRecursive(), mount.followsSource()));
                // it still belongs to the host's mounts
                kernel.mountSetattr(source, true, new MountAttr(0, 0, Propagation.RSLAVE.type(), null));
                mapIds(kernel, source, mount);
                opened[mount.index()] = source;
            }
        }
    }

    /** The source of a mount, which the caller then owns. */
    Fd open(Kernel kernel, MountApi api, MountRequest mount) {
        if (opened[mount.index()] != null) {
            return opened[mount.index()];
        }
        if (opener != null) {
            // what the source shall contain is queued still
            kernel.flush();
            return opener.hand(openByHelper(mount));
        }
        Fd source = api.source(pathOf(mount), mount.isRecursive(), mount.followsSource());
        mapIds(kernel, source, mount);
        return source;
    }

    private void mapIds(Kernel kernel, Fd source, MountRequest mount) {
        String namespace = namespaceOf(mount);
        if (namespace != null) {
            kernel.enter(StepKind.MAP_MOUNT_IDS, mount.mount().source(), mount.pointer() + "/uidMappings");
            Fd userns = kernel.openat(Fd.CWD, namespace, Open.O_RDONLY);
            // asked now, because inside a struct only a number can stand
            userns.get();
            kernel.mountSetattr(source, mount.mapsIdsRecursively(), new MountAttr(MountAttr.IDMAP, 0, 0, userns));
            kernel.close(userns);
        }
    }

    private Fd openByHelper(MountRequest mount) {
        opener.enter(StepKind.MOUNT_SOURCE, mount.mount().destination(), mount.pointer() + "/source");
        String namespace = namespaceOf(mount);
        Fd userns = namespace == null ? null : opener.namespace(namespace);
        return opener.open(pathOf(mount), mount.isRecursive(), mount.followsSource(), userns,
                mount.mapsIdsRecursively());
    }

    /** Of open_tree(2). */
    static long flags(boolean recursive, boolean follow) {
        return (recursive ? FileCalls.AT_RECURSIVE : 0) | (follow ? 0 : FileCalls.AT_SYMLINK_NOFOLLOW);
    }

    private String namespaceOf(MountRequest mount) {
        return idMaps == null ? null : idMaps.pathFor(mount.index());
    }

    private String pathOf(MountRequest mount) {
        String source = mount.mount().source();
        if (source == null || source.isEmpty()) {
            throw new SetupFailed(new Step(StepKind.MOUNT, mount.mount().destination(), mount.pointer() + "/source"),
                    "a bind mount needs a source", null);
        }
        return source.startsWith("/") ? source : bundle + "/" + source;
    }
}
