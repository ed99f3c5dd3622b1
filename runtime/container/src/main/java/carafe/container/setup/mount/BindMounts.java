package carafe.container.setup.mount;

import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.spec.mount.LinkRule;
import java.util.List;

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

    /**
     * The source is what config.json names.
     *
     * @return {@link Fd#NONE} if no mount was needed
     */
    Fd mount(MountRequest request) {
        List<LinkRule> links = request.options().links();
        if (!links.isEmpty()) {
            api.requireLinks();
        }
        Fd source = sources.open(kernel, api, request);
        if (request.path().equals("/proc")) {
            ProcMounts.requireProcfs(kernel, source, request);
        }
        if (links.contains(LinkRule.COPY_SYMLINK) && kernel.stat(source).isSymlink()) {
            targets.makeLink(request, kernel.readlinkat(source, ""));
            kernel.close(source);
            return Fd.NONE;
        }
        if (links.contains(LinkRule.DEST_NOFOLLOW)) {
            return attach(request, source, targets.openItself(request));
        }
        return attach(request, source, targets.open(request, () -> kernel.stat(source).isDirectory()));
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
