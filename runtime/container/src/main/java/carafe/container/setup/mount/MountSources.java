package carafe.container.setup.mount;

import carafe.container.SetupFailed;
import carafe.kernel.Fd;
import carafe.kernel.FileCalls;
import carafe.kernel.Kernel;
import carafe.kernel.MountAttr;
import carafe.kernel.Open;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.spec.Mount;
import carafe.spec.mount.MsFlag;
import carafe.spec.mount.ParsedOptions;
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
    private final List<Mount> mounts;
    private final Fd[] opened;
    private SourceOpener opener;
    private MountIdMaps idMaps;

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
    }

    /** Whether there is any. */
    public boolean any() {
        for (Mount mount : mounts) {
            if (ParsedOptions.of(mount.options()).isBind()) {
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

    /** The same for the one who opens them, if it is not the container's process. */
    public void openBy(SourceOpener helper) {
        this.opener = helper;
        for (int i = 0; i < opened.length; i++) {
            if (ParsedOptions.of(mounts.get(i).options()).isBind() && !Destinations.isInside(rootfs, pathOf(i))) {
                opened[i] = openByHelper(i);
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
        for (int i = 0; i < opened.length; i++) {
            ParsedOptions options = ParsedOptions.of(mounts.get(i).options());
            if (options.isBind()) {
                kernel.enter(StepKind.OPEN_SOURCE, mounts.get(i).source(), "/mounts/" + i + "/source");
                boolean recursive = (options.flags() & MsFlag.MS_REC) != 0;
                opened[i] = kernel.openTree(Fd.CWD, pathOf(i), flags(recursive, !options.opensSourceItself()));
                // it still belongs to the host's mounts
                kernel.mountSetattr(opened[i], true, new MountAttr(0, 0, Propagation.RSLAVE.type(), null));
                mapIds(kernel, opened[i], i);
            }
        }
    }

    /** The source of mount {@code index}, which the caller then owns. */
    Fd open(Kernel kernel, MountApi api, int index, boolean recursive) {
        if (opened[index] != null) {
            return opened[index];
        }
        if (opener != null) {
            // what the source shall contain is queued still
            kernel.flush();
            return opener.hand(openByHelper(index));
        }
        Fd source = api.source(pathOf(index), recursive, follows(index));
        mapIds(kernel, source, index);
        return source;
    }

    private void mapIds(Kernel kernel, Fd source, int index) {
        String namespace = namespaceOf(index);
        if (namespace != null) {
            kernel.enter(StepKind.MAP_MOUNT_IDS, mounts.get(index).source(), "/mounts/" + index + "/uidMappings");
            Fd userns = kernel.openat(Fd.CWD, namespace, Open.O_RDONLY);
            // asked now, because inside a struct only a number can stand
            userns.get();
            kernel.mountSetattr(source, mapsRecursively(index), new MountAttr(MountAttr.IDMAP, 0, 0, userns));
            kernel.close(userns);
        }
    }

    private Fd openByHelper(int index) {
        opener.enter(StepKind.MOUNT_SOURCE, mounts.get(index).destination(), "/mounts/" + index + "/source");
        String namespace = namespaceOf(index);
        Fd userns = namespace == null ? null : opener.namespace(namespace);
        boolean recursive = (ParsedOptions.of(mounts.get(index).options()).flags() & MsFlag.MS_REC) != 0;
        return opener.open(pathOf(index), recursive, follows(index), userns, mapsRecursively(index));
    }

    private boolean follows(int index) {
        return !ParsedOptions.of(mounts.get(index).options()).opensSourceItself();
    }

    /** Of open_tree(2). */
    static long flags(boolean recursive, boolean follow) {
        return (recursive ? FileCalls.AT_RECURSIVE : 0) | (follow ? 0 : FileCalls.AT_SYMLINK_NOFOLLOW);
    }

    private String namespaceOf(int index) {
        return idMaps == null ? null : idMaps.pathFor(index);
    }

    private boolean mapsRecursively(int index) {
        ParsedOptions options = ParsedOptions.of(mounts.get(index).options());
        return options.idMap() != null && options.idMap().recursive();
    }

    private String pathOf(int index) {
        String source = mounts.get(index).source();
        if (source == null || source.isEmpty()) {
            throw new SetupFailed(new Step(StepKind.MOUNT, mounts.get(index).destination(), "/mounts/" + index + "/source"),
                    "a bind mount needs a source", null);
        }
        return source.startsWith("/") ? source : bundle + "/" + source;
    }
}
