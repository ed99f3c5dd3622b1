package carafe.container.cgroup.fs;

import carafe.kernel.Arena;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Syscall;
import java.util.ArrayList;
import java.util.List;

/** getdents64(2), as far as walking a cgroup tree needs it. */
final class DirectoryListing {
    private static final int BUFFER = 16384;
    /** Offsets in struct linux_dirent64 (include/linux/dirent.h). */
    private static final int RECORD_LENGTH = 16;
    private static final int TYPE = 18;
    private static final int NAME = 19;
    /** include/linux/fs_types.h */
    private static final int DT_DIR = 4;

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
            int start = arena.offset(buffer);
            for (int at = start; at < start + n; at += arena.memory().getShort(at + RECORD_LENGTH) & 0xffff) {
                String name = arena.getString(arena.address() + at + NAME);
                if (arena.memory().get(at + TYPE) == DT_DIR && !name.equals(".") && !name.equals("..")) {
                    names.add(name);
                }
            }
        }
        arena.reset(mark);
        return names;
    }
}
