package carafe.container.setup.mount;

import carafe.kernel.MountAttr;
import carafe.spec.mount.MsFlag;
import carafe.spec.mount.ParsedOptions;
import java.util.ArrayList;
import java.util.List;

/** Translates the flags of mount(2) into attributes of mount_setattr(2) and into options of fsconfig(2). */
final class MountFlags {
    /** Each a bit on both sides. */
    private static final long[][] SAME = {
        {MsFlag.MS_RDONLY, MountAttr.RDONLY},
        {MsFlag.MS_NOSUID, MountAttr.NOSUID},
        {MsFlag.MS_NODEV, MountAttr.NODEV},
        {MsFlag.MS_NOEXEC, MountAttr.NOEXEC},
        {MsFlag.MS_NODIRATIME, MountAttr.NODIRATIME},
        {MsFlag.MS_NOSYMFOLLOW, MountAttr.NOSYMFOLLOW},
    };
    private static final long ATIME_MODES = MsFlag.MS_NOATIME | MsFlag.MS_RELATIME | MsFlag.MS_STRICTATIME;
    /** If one of these is given, a remount sets them all, else it leaves them (do_mount in fs/namespace.c). */
    private static final long ATIME_FLAGS = ATIME_MODES | MsFlag.MS_NODIRATIME;
    private static final long ON_OFF = MountAttr.RDONLY | MountAttr.NOSUID | MountAttr.NODEV | MountAttr.NOEXEC
            | MountAttr.NOSYMFOLLOW;
    /** What says something about a mount at all, rather than about how to make it. */
    private static final long HOW = MsFlag.MS_BIND | MsFlag.MS_REC | MsFlag.MS_REMOUNT | MsFlag.MS_SILENT;

    /** Flags of the file system, not of the mount, by their names in fsconfig(2). */
    private static final long[] SUPERBLOCK = {
        MsFlag.MS_RDONLY, MsFlag.MS_SYNCHRONOUS, MsFlag.MS_DIRSYNC, MsFlag.MS_MANDLOCK, MsFlag.MS_LAZYTIME
    };
    private static final String[] SUPERBLOCK_NAMES = {"ro", "sync", "dirsync", "mand", "lazytime"};

    private MountFlags() {
    }

    /** MOUNT_ATTR_* for a new mount. */
    static long attributes(long flags) {
        long attributes = 0;
        for (long[] pair : SAME) {
            if ((flags & pair[0]) != 0) {
                attributes |= pair[1];
            }
        }
        return attributes | atime(flags);
    }

    private static long atime(long flags) {
        if ((flags & MsFlag.MS_STRICTATIME) != 0) {
            return MountAttr.STRICTATIME;
        }
        return (flags & MsFlag.MS_NOATIME) != 0 ? MountAttr.NOATIME : MountAttr.RELATIME;
    }

    /** Whether the options want a bind mount to differ from its source. */
    static boolean changeBind(ParsedOptions options) {
        return ((options.flags() | options.clearedFlags()) & ~HOW) != 0;
    }

    /** A bind mount gets exactly the flags asked for, as mount(8) does it; only access times are kept if not asked. */
    static MountAttr replacing(ParsedOptions options) {
        MountAttr adding = adding(options);
        return new MountAttr(adding.set(), adding.clear() | ON_OFF & ~adding.set());
    }

    /**
     * A bind mount keeps what its source may have been given for good and nobody asked to change. Words that only take
     * an access time flag away do nothing, as with mount(2): another mode has to be named.
     */
    static MountAttr adding(ParsedOptions options) {
        long set = attributes(options.flags());
        // the only one of these that no user namespace locks
        long clear = attributes(options.clearedFlags()) & ON_OFF | MountAttr.NOSYMFOLLOW & ~set;
        if ((options.flags() & ATIME_FLAGS) != 0) {
            clear |= MountAttr.ATIME_MASK | MountAttr.NODIRATIME & ~set;
        }
        return new MountAttr(set, clear);
    }

    /** Words for fsconfig(2) that stand for flags of mount(2) on the file system. */
    static List<String> superblockWords(long flags) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < SUPERBLOCK.length; i++) {
            if ((flags & SUPERBLOCK[i]) != 0) {
                words.add(SUPERBLOCK_NAMES[i]);
            }
        }
        return words;
    }
}
