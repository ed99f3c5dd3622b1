package carafe.container.setup.mount;

import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;

/**
 * tmpfs: its top directory gets the mode of the directory it covers unless an option says otherwise, and with
 * {@code tmpcopyup} it starts with that directory's contents.
 */
final class TmpfsMounts {
    private final Kernel kernel;
    private final MountApi api;
    private final MountTargets targets;

    TmpfsMounts(Kernel kernel, MountApi api, MountTargets targets) {
        this.kernel = kernel;
        this.api = api;
        this.targets = targets;
    }

    Fd mount(MountRequest request) {
        MountTarget target = targets.open(request, () -> true);
        List<String> data = new ArrayList<>();
        if (target.stat() != null) {
            // first, so that a mode among the options overrides it
            data.add("mode=0" + Integer.toOctalString(target.stat().permissions()));
        }
        data.addAll(request.options().data());
        FileSystem tmpfs = new FileSystem("tmpfs", request.mount().source(),
                request.options().flags(), data, request.label());
        Fd mount = api.mount(tmpfs, target);
        if (request.options().copyUp()) {
            // the descriptor of the target still shows what is underneath
            new TreeCopy(kernel).copy(target.fd(), mount);
        }
        kernel.close(target.fd());
        return mount;
    }
}
