package carafe.container.setup.mount;

import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.Syscall;
import java.nio.charset.StandardCharsets;

/**
 * Mounts of file systems, with what a user namespace makes necessary: there the kernel refuses fresh instances of some
 * file systems unless the container owns the namespace behind them, and then the host's instance is bound instead.
 */
final class FileSystemMounts {
    private final Kernel kernel;
    private final MountApi api;
    private final MountTargets targets;
    private final BindMounts binds;
    private final boolean inUserNamespace;

    FileSystemMounts(Kernel kernel, MountApi api, MountTargets targets, BindMounts binds, boolean inUserNamespace) {
        this.kernel = kernel;
        this.api = api;
        this.targets = targets;
        this.binds = binds;
        this.inUserNamespace = inUserNamespace;
    }

    /** Any file system; asks nothing unless the target is in doubt. */
    Fd mount(MountRequest request) {
        return attach(request.fileSystem(request.options().flags()), open(request));
    }

    /**
     * procfs or sysfs, which Carafe and programs in the container trust: only onto a real directory, never through a
     * link that an image put there (CVE-2019-19921).
     */
    Fd mountTrusted(MountRequest request) {
        MountTarget target = targets.openWithoutLinks(request);
        if (!inUserNamespace) {
            return attach(request.unlabeled(), target);
        }
        return request.type().equals("proc")
                ? mountOrBind(request, target, "/proc")
                : mountSysfsOrBind(request, target);
    }

    /** mqueue: belongs to the IPC namespace. */
    Fd mountMqueue(MountRequest request) {
        MountTarget target = open(request);
        Fd mount = inUserNamespace
                ? mountOrBind(request, target, "/dev/mqueue")
                : attach(request.unlabeled(), target);
        if (request.label() != null) {
            label(mount, request.label().label());
        }
        return mount;
    }

    /** For a file system that takes no label as an option. */
    private void label(Fd mount, String label) {
        Fd directory = kernel.openat(mount, ".", Open.O_RDONLY | Open.O_DIRECTORY);
        byte[] value = (label + "\0").getBytes(StandardCharsets.UTF_8);
        kernel.run(kernel.call(Syscall.FSETXATTR).with(directory).with("security.selinux").with(value)
                .with(value.length).with(0));
        kernel.close(directory);
    }

    /** devpts: in a user namespace the group given to terminals may not exist. */
    Fd mountDevpts(MountRequest request) {
        if (!inUserNamespace) {
            return mount(request);
        }
        FileSystem whole = request.fileSystem(request.options().flags());
        MountTarget target = open(request);
        Fd mount = tryToMount(whole, target, Errno.EINVAL);
        if (mount == null) {
            mount = api.mount(whole.withoutOption("gid="), target);
        }
        kernel.close(target.fd());
        return mount;
    }

    /** The host's sysfs, with all that is mounted below, is only for reading: some of it belongs to who runs us. */
    private Fd mountSysfsOrBind(MountRequest request, MountTarget target) {
        if (!request.readonly()) {
            return attach(request.unlabeled(), target);
        }
        Fd mount = tryToMount(request.unlabeled(), target, Errno.EPERM);
        if (mount == null) {
            mount = binds.mountInstead(request, target, "/sys");
            api.makeTreeReadonly(mount);
        } else {
            kernel.close(target.fd());
        }
        return mount;
    }

    private Fd mountOrBind(MountRequest request, MountTarget target, String hostPath) {
        Fd mount = tryToMount(request.unlabeled(), target, Errno.EPERM);
        if (mount == null) {
            return binds.mountInstead(request, target, hostPath);
        }
        kernel.close(target.fd());
        return mount;
    }

    /** Null if the kernel refused with this error number. */
    private Fd tryToMount(FileSystem fileSystem, MountTarget target, int errno) {
        // whatever else is queued must not fail in our place, and the target must be there for the next attempt
        kernel.flush();
        try {
            Fd mount = api.mount(fileSystem, target);
            kernel.flush();
            return mount;
        } catch (ErrnoException e) {
            if (e.errno() != errno) {
                throw e;
            }
            return null;
        }
    }

    private MountTarget open(MountRequest request) {
        return targets.open(request, () -> true);
    }

    private Fd attach(FileSystem fileSystem, MountTarget target) {
        Fd mount = api.mount(fileSystem, target);
        kernel.close(target.fd());
        return mount;
    }
}
