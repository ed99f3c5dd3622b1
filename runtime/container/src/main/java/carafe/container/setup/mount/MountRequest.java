package carafe.container.setup.mount;

import carafe.container.path.RootedPath;
import carafe.spec.Mount;
import carafe.spec.mount.MsFlag;
import carafe.spec.mount.ParsedOptions;
import java.util.List;

/**
 * One entry of {@code mounts} in config.json, ready to be made.
 *
 * @param index its place in the list
 * @param label null for none
 */
record MountRequest(int index, Mount mount, ParsedOptions options, MountLabel label) {

    /** The cleaned destination. */
    String path() {
        return RootedPath.clean(mount.destination());
    }

    String pointer() {
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
        return new MountRequest(index, mount, changed, label);
    }

    /** The same request as a bind mount of another source. */
    MountRequest asBind(String source) {
        ParsedOptions bind = new ParsedOptions(options.flags() | MsFlag.MS_BIND | MsFlag.MS_REC,
                options.clearedFlags(), options.propagation(), options.recursiveSet(), options.recursiveClear(), null,
                List.of(), false, List.of());
        Mount other = new Mount(mount.destination(), "bind", source, mount.options(), List.of(), List.of());
        return new MountRequest(index, other, bind, label);
    }
}
