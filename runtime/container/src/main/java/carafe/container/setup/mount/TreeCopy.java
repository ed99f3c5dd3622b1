package carafe.container.setup.mount;

import carafe.kernel.Fd;
import carafe.kernel.FileCalls;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.RawText;
import carafe.kernel.Stat;
import carafe.kernel.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies what a directory holds, with types, modes and owners. Symbolic links are copied as such,
 * never followed, and every name is opened below a descriptor.
 */
final class TreeCopy {
    private static final int ENTRIES_BYTES = 32 << 10;
    /** struct linux_dirent64 (getdents64(2)) */
    private static final int RECORD_LENGTH_AT = 16;
    private static final int NAME_AT = 19;
    /** sendfile(2) moves at most this much at once. */
    private static final long SENDFILE_MAX = 0x7ffff000L;

    private final Kernel kernel;

    TreeCopy(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Into an existing directory, which gets the owner of the other but keeps its mode.
     *
     * @param from may be O_PATH, as may {@code to}
     */
    void copy(Fd from, Fd to) {
        Stat stat = kernel.stat(from);
        copyEntries(from, to);
        kernel.fchownat(to, "", stat.uid(), stat.gid(), FileCalls.AT_EMPTY_PATH);
    }

    private void copyEntries(Fd from, Fd to) {
        Fd readable = kernel.openat(from, ".", Open.O_RDONLY | Open.O_DIRECTORY);
        List<String> names = list(readable);
        kernel.close(readable);
        for (String name : names) {
            copyEntry(from, to, name);
        }
    }

    private List<String> list(Fd directory) {
        List<String> names = new ArrayList<>();
        int mark = kernel.arena().mark();
        long buffer = kernel.arena().allocate(ENTRIES_BYTES, 8);
        for (;;) {
            int n = (int) kernel.run(kernel.call(Syscall.GETDENTS64).with(directory).with(buffer)
                    .with(ENTRIES_BYTES)).get();
            if (n == 0) {
                // before the directories in it are read, or each level of a deep tree would hold a buffer
                kernel.arena().reset(mark);
                return names;
            }
            ByteBuffer entries = ByteBuffer.wrap(kernel.arena().getBytes(buffer, n)).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at < n; at += entries.getShort(at + RECORD_LENGTH_AT)) {
                String name = nameAt(entries, at + NAME_AT);
                if (!name.equals(".") && !name.equals("..")) {
                    names.add(name);
                }
            }
        }
    }

    private static String nameAt(ByteBuffer entries, int start) {
        int end = start;
        while (entries.get(end) != 0) {
            end++;
        }
        return RawText.of(entries.array(), start, end - start);
    }

    private void copyEntry(Fd from, Fd to, String name) {
        int mark = kernel.arena().mark();
        Fd source = kernel.openat(from, name, Open.O_PATH | Open.O_NOFOLLOW);
        Stat stat = kernel.stat(source);
        switch (stat.mode() & Stat.TYPE_MASK) {
            case Stat.DIRECTORY -> copyDirectory(source, to, name);
            case Stat.SYMLINK -> kernel.symlinkat(kernel.readlinkat(source, ""), to, name);
            case Stat.REGULAR -> copyFile(from, to, name, stat.size());
            default -> kernel.mknodat(to, name, stat.mode(), stat.rdev());
        }
        kernel.close(source);
        kernel.fchownat(to, name, stat.uid(), stat.gid(), FileCalls.AT_SYMLINK_NOFOLLOW);
        if (!stat.isSymlink()) {
            // after the owner because chown(2) takes set-user-ID bits away
            kernel.fchmodat(to, name, stat.permissions());
        }
        kernel.flush();
        kernel.arena().reset(mark);
    }

    private void copyDirectory(Fd source, Fd to, String name) {
        kernel.mkdirat(to, name, 0700);
        Fd copy = kernel.openat(to, name, Open.O_PATH | Open.O_DIRECTORY | Open.O_NOFOLLOW);
        copyEntries(source, copy);
        kernel.close(copy);
    }

    private void copyFile(Fd from, Fd to, String name, long size) {
        Fd in = kernel.openat(from, name, Open.O_RDONLY | Open.O_NOFOLLOW | Open.O_NONBLOCK);
        Fd out = kernel.openat(to, name, Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL, 0600);
        long left = size;
        while (left > 0) {
            long n = kernel.run(kernel.call(Syscall.SENDFILE).with(out).with(in).with(0)
                    .with(Math.min(left, SENDFILE_MAX))).get();
            if (n == 0) {
                break;
            }
            left -= n;
        }
        kernel.close(in);
        kernel.close(out);
    }
}
