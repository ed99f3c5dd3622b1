package carafe.kernel;

/** Mounts: the descriptor-based calls (since 5.2, mount_setattr since 5.12) and the classic ones. */
public interface MountCalls extends Calls {
    int MS_RDONLY = 1;
    int MS_NOSUID = 2;
    int MS_NODEV = 4;
    int MS_NOEXEC = 8;
    int MS_REMOUNT = 0x20;
    int MS_BIND = 0x1000;
    int MS_MOVE = 0x2000;
    int MS_REC = 0x4000;
    int MS_UNBINDABLE = 0x20000;
    int MS_PRIVATE = 0x40000;
    int MS_SLAVE = 0x80000;
    int MS_SHARED = 0x100000;
    int MNT_DETACH = 2;
    int UMOUNT_NOFOLLOW = 8;
    int OPEN_TREE_CLONE = 1;
    int OPEN_TREE_CLOEXEC = 0x80000;
    int MOVE_MOUNT_F_EMPTY_PATH = 4;
    int MOVE_MOUNT_T_EMPTY_PATH = 0x40;
    int FSOPEN_CLOEXEC = 1;
    int FSMOUNT_CLOEXEC = 1;
    int FSCONFIG_SET_FLAG = 0;
    int FSCONFIG_SET_STRING = 1;
    int FSCONFIG_CMD_CREATE = 6;
    int FSCONFIG_CMD_RECONFIGURE = 7;

    default Ref mount(String source, String target, String type, long flags, String data) {
        return run(call(Syscall.MOUNT).with(source).with(target).with(type).with(flags).with(data));
    }

    default Ref umount(String target, int flags) {
        return run(call(Syscall.UMOUNT2).with(target).with(flags));
    }

    default void pivotRoot(String newRoot, String putOld) {
        run(call(Syscall.PIVOT_ROOT).with(newRoot).with(putOld));
    }

    /** A file system to be configured. */
    default Fd fsopen(String type) {
        return fd(open(Syscall.FSOPEN).with(type).with(FSOPEN_CLOEXEC));
    }

    default Ref fsconfigFlag(Fd fs, String key) {
        return run(call(Syscall.FSCONFIG).with(fs).with(FSCONFIG_SET_FLAG).with(key).with(0).with(0));
    }

    default Ref fsconfigString(Fd fs, String key, String value) {
        return run(call(Syscall.FSCONFIG).with(fs).with(FSCONFIG_SET_STRING).with(key).with(value).with(0));
    }

    default Ref fsconfigCreate(Fd fs) {
        return run(call(Syscall.FSCONFIG).with(fs).with(FSCONFIG_CMD_CREATE).with(0).with(0).with(0));
    }

    /** A detached mount of the configured file system. */
    default Fd fsmount(Fd fs, long attributes) {
        return fd(open(Syscall.FSMOUNT).with(fs).with(FSMOUNT_CLOEXEC).with(attributes));
    }

    /** A detached copy of the mount at {@code path}; {@code flags} may add AT_RECURSIVE, AT_EMPTY_PATH... */
    default Fd openTree(Fd dir, String path, long flags) {
        return fd(open(Syscall.OPEN_TREE).with(dir).with(path).with(flags | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC));
    }

    /** Attaches what {@code from} holds onto what {@code to} holds; neither is reached by a path. */
    default Ref moveMount(Fd from, Fd to) {
        return run(call(Syscall.MOVE_MOUNT).with(from).with("").with(to).with("")
                .with(MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH));
    }

    default Ref mountSetattr(Fd mount, boolean recursive, MountAttr attributes) {
        return run(call(Syscall.MOUNT_SETATTR).with(mount).with("")
                .with(FileCalls.AT_EMPTY_PATH | (recursive ? FileCalls.AT_RECURSIVE : 0))
                .with(attributes).with(attributes.size()));
    }
}
