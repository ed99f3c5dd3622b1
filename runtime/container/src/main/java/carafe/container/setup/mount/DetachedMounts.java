package carafe.container.setup.mount;

import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.FileCalls;
import carafe.kernel.Kernel;
import carafe.kernel.MountAttr;
import carafe.spec.mount.MsFlag;
import carafe.spec.mount.ParsedOptions;
import carafe.spec.mount.Propagation;

/**
 * Mounts by descriptors: a mount is made detached from any tree, gets its attributes, and is then attached to the
 * descriptor of its target. No path is resolved on the way and nothing needs to be asked.
 */
final class DetachedMounts implements MountApi {
    /** A string of fsconfig(2) may have 255 bytes (fs/fsopen.c), which many overlay layers exceed. */
    private static final int LONGEST_VALUE = 255;

    private final Kernel kernel;
    private final MountApi classic;

    /** @param classic for the few things the descriptor-based calls cannot say */
    DetachedMounts(Kernel kernel, MountApi classic) {
        this.kernel = kernel;
        this.classic = classic;
    }

    @Override
    public Fd source(String path, boolean recursive, boolean follow) {
        return kernel.openTree(Fd.CWD, path, MountSources.flags(recursive, follow));
    }

    @Override
    public void requireLinks() {
        // all calls take descriptors, which do not lead further
    }

    @Override
    public Fd source(Fd open, boolean recursive) {
        return kernel.openTree(open, "", FileCalls.AT_EMPTY_PATH | (recursive ? FileCalls.AT_RECURSIVE : 0));
    }

    @Override
    public Fd bind(Fd source, ParsedOptions options, MountTarget target) {
        if (MountFlags.changeBind(options)) {
            // Flags that a user namespace inherited are locked on. The first call then fails as a whole; the second
            // leaves alone what nobody asked to change. Where the first worked, the second changes nothing.
            kernel.allowing(Errno.EPERM).mountSetattr(source, false, MountFlags.replacing(options));
            kernel.mountSetattr(source, false, MountFlags.adding(options));
        }
        kernel.moveMount(source, target.fd());
        return source;
    }

    @Override
    public Fd mount(FileSystem fileSystem, MountTarget target) {
        if (needsClassic(fileSystem)) {
            return classic.mount(fileSystem, target);
        }
        Fd mount = detached(fileSystem);
        kernel.moveMount(mount, target.fd());
        return mount;
    }

    /** The mount of a new file system, not attached anywhere yet. */
    Fd detached(FileSystem fileSystem) {
        Fd fs = kernel.fsopen(fileSystem.type());
        configure(fs, fileSystem);
        kernel.fsconfigCreate(fs);
        Fd mount = kernel.fsmount(fs, MountFlags.attributes(fileSystem.flags()));
        kernel.close(fs);
        return mount;
    }

    private void configure(Fd fs, FileSystem fileSystem) {
        if (fileSystem.source() != null && !fileSystem.source().isEmpty()) {
            kernel.fsconfigString(fs, "source", fileSystem.source());
        }
        for (String word : MountFlags.superblockWords(fileSystem.flags())) {
            kernel.fsconfigFlag(fs, word);
        }
        for (String words : fileSystem.data()) {
            for (String word : words.split(",")) {
                setOption(fs, word);
            }
        }
        if (fileSystem.label() != null) {
            kernel.fsconfigString(fs, fileSystem.label().type(), fileSystem.label().label());
        }
    }

    private void setOption(Fd fs, String word) {
        int equals = word.indexOf('=');
        if (equals > 0) {
            kernel.fsconfigString(fs, word.substring(0, equals), word.substring(equals + 1));
        } else if (!word.isEmpty()) {
            kernel.fsconfigFlag(fs, word);
        }
    }

    /** A remount, i_version, and options whose quoting or length only mount(2) copes with. */
    private static boolean needsClassic(FileSystem fileSystem) {
        if ((fileSystem.flags() & (MsFlag.MS_REMOUNT | MsFlag.MS_I_VERSION)) != 0) {
            return true;
        }
        for (String words : fileSystem.data()) {
            if (words.length() > LONGEST_VALUE || words.indexOf('"') >= 0 || words.indexOf('\\') >= 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void changeTree(Fd mount, long set, long clear) {
        kernel.mountSetattr(mount, true, new MountAttr(set, clear));
    }

    @Override
    public void propagate(Fd mount, Propagation propagation) {
        kernel.mountSetattr(mount, propagation.recursive(), new MountAttr(0, 0, propagation.type(), null));
    }

    @Override
    public void makeTreeReadonly(Fd mount) {
        changeTree(mount, MountAttr.RDONLY, 0);
    }

    @Override
    public void makeReadonly(Fd mount) {
        kernel.mountSetattr(mount, false, new MountAttr(MountAttr.RDONLY, 0));
    }
}
