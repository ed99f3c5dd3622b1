package carafe.container.setup.mount;

import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.spec.mount.MsFlag;

/** Bind mounts of files and directories of the host. A missing target becomes what its source is. */
final class BindMounts {
    private final Kernel kernel;
    private final MountApi api;
    private final MountTargets targets;
    private final MountSources sources;

    BindMounts(Kernel kernel, MountApi api, MountTargets targets, MountSources sources) {
        this.kernel = kernel;
        this.api = api;
        this.targets = targets;
        this.sources = sources;
    }

    /** The source is what config.json names. */
    Fd mount(MountRequest request) {
        boolean recursive = (request.options().flags() & MsFlag.MS_REC) != 0;
        Fd source = sources.open(kernel, api, request.index(), recursive);
        if (request.path().equals("/proc")) {
            ProcMounts.requireProcfs(kernel, source, request);
        }
        return attach(request, source, targets.open(request.index(), () -> kernel.stat(source).isDirectory()));
    }

    /** The source is another path of the host, with all mounts below, in place of what config.json asked for. */
    Fd mountInstead(MountRequest request, MountTarget target, String source) {
        return attach(request.asBind(source), api.source(source, true), target);
    }

    private Fd attach(MountRequest request, Fd source, MountTarget target) {
        Fd mount = api.bind(source, request.options(), target);
        kernel.close(target.fd());
        return mount;
    }
}
