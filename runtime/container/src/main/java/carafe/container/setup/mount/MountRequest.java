package carafe.container.setup.mount;

import carafe.container.path.RootedPath;
import carafe.spec.Mount;
import carafe.spec.mount.MsFlag;
import carafe.spec.mount.ParsedOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of {@code mounts} in config.json, ready to be made.
 *
 * @param index its place in the list
 * @param path  the cleaned destination
 * @param label null for none
 */
public record MountRequest(int index, Mount mount, String path, ParsedOptions options, MountLabel label) {

    /**
     * Those of a list, in its order.
     *
     * @param mounts with destinations as {@link Destinations#inContainer} gives them
     * @param label  for file systems that label no files themselves; null for none
     */
    public static List<MountRequest> of(List<Mount> mounts, MountLabel label) {
        List<MountRequest> requests = new ArrayList<>(mounts.size());
        for (Mount mount : mounts) {
            requests.add(new MountRequest(requests.size(), mount, RootedPath.clean(mount.destination()),
                    ParsedOptions.of(mount.options()), label));
        }
        return requests;
    }

    public boolean isBind() {
        return options.isBind();
    }

    /** Whether the mount has what lies below its source, too. */
    boolean isRecursive() {
        return (options.flags() & MsFlag.MS_REC) != 0;
    }

    /** Whether ids are mapped as the mount wants it, or as the container does. */
    boolean mapsIds() {
        return !mount.uidMappings().isEmpty() || options.idMap() != null;
    }

    boolean mapsIdsRecursively() {
        return options.idMap() != null && options.idMap().recursive();
    }

    /** Whether a symbolic link at the end of the source leads on. */
    boolean followsSource() {
        return !options.opensSourceItself();
    }

    public String pointer() {
        return "/mounts/" + index;
    }

    String type() {
        return mount.type() == null ? "" : mount.type();
    }

    boolean readonly() {
        return (options.flags() & MsFlag.MS_RDONLY) != 0;
    }

    /** A file system of this type, source and options. */
    FileSystem fileSystem(long flags) {
        return new FileSystem(type(), mount.source(), flags, options.data(), label);
    }

    /** The same without a label, for file systems that label their files themselves. */
    FileSystem unlabeled() {
        return new FileSystem(type(), mount.source(), options.flags(), options.data(), null);
    }

    MountRequest asReadonly() {
        return withFlags(options.flags() | MsFlag.MS_RDONLY);
    }

    MountRequest asWritable() {
        return withFlags(options.flags() & ~MsFlag.MS_RDONLY);
    }

    private MountRequest withFlags(long flags) {
        ParsedOptions changed = new ParsedOptions(flags, options.clearedFlags() & ~flags, options.propagation(),
                options.recursiveSet(), options.recursiveClear(), options.idMap(), options.links(),
                options.copyUp(), options.data());
        return new MountRequest(index, mount, path, changed, label);
    }

    /** The same request as a bind mount of another source. */
    MountRequest asBind(String source) {
        ParsedOptions bind = new ParsedOptions(options.flags() | MsFlag.MS_BIND | MsFlag.MS_REC,
                options.clearedFlags(), options.propagation(), options.recursiveSet(), options.recursiveClear(), null,
                List.of(), false, List.of());
        Mount other = new Mount(mount.destination(), "bind", source, mount.options(), List.of(), List.of());
        return new MountRequest(index, other, path, bind, label);
    }
}
