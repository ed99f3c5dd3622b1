package carafe.container.cgroup.fs;

import carafe.kernel.Arena;
import carafe.kernel.DirectoryEntries;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Syscall;
import java.util.ArrayList;
import java.util.List;

/** getdents64(2), as far as walking a cgroup tree needs it. */
final class DirectoryListing {
    private static final int BUFFER = 16384;

    private DirectoryListing() {
    }

    /** The names of the subdirectories, without {@code .} and {@code ..}. */
    static List<String> directories(Kernel kernel, Fd directory) {
        Arena arena = kernel.arena();
        int mark = arena.mark();
        long buffer = arena.allocate(BUFFER, 8);
        List<String> names = new ArrayList<>();
        int n;
        // allowed to fail: a cgroup may be removed while it is listed (ENOENT)
        while ((n = (int) kernel.run(kernel.allowingAll().call(Syscall.GETDENTS64)
                .with(directory).with(buffer).with(BUFFER)).get()) > 0) {
            DirectoryEntries.forEach(arena, buffer, n, (name, type) -> {
                if (type == DirectoryEntries.DT_DIR) {
                    names.add(name);
                }
            });
        }
        arena.reset(mark);
        return names;
    }
}
