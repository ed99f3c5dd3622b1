package carafe.kernel;

import java.util.Arrays;

/** Files and directories. Every descriptor opened here is close-on-exec. */
public interface FileCalls extends Calls {
    int AT_SYMLINK_NOFOLLOW = 0x100;
    int AT_EMPTY_PATH = 0x1000;
    int AT_RECURSIVE = 0x8000;
    int AT_REMOVEDIR = 0x200;
    int F_DUPFD_CLOEXEC = 1030;
    int F_SETFD = 2;
    int F_GETFL = 3;
    int F_SETFL = 4;
    int FD_CLOEXEC = 1;
    int CLOSE_RANGE_CLOEXEC = 4;
    /** As the end of a range of descriptors (close_range(2)). */
    long HIGHEST_FD = 0xffffffffL;
    int READ_CHUNK = 16384;

    Arena arena();

    default Fd openat(Fd dir, String path, long flags, int mode) {
        return fd(open(Syscall.OPENAT).with(dir).with(path).with(flags | Open.O_CLOEXEC).with(mode));
    }

    default Fd openat(Fd dir, String path, long flags) {
        return openat(dir, path, flags, 0);
    }

    default Fd openat2(Fd dir, String path, OpenHow how) {
        return fd(open(Syscall.OPENAT2).with(dir).with(path).with(how).with(how.size()));
    }

    default void close(Fd fd) {
        run(call(Syscall.CLOSE).with(fd));
    }

    /** Marks every descriptor from {@code first} on close-on-exec. */
    default void cloexecFrom(int first) {
        run(call(Syscall.CLOSE_RANGE).with(first).with(HIGHEST_FD).with(CLOSE_RANGE_CLOEXEC));
    }

    default void closeRange(long first, long last) {
        run(call(Syscall.CLOSE_RANGE).with(first).with(last).with(0));
    }

    /** A copy at or above {@code lowest}, close-on-exec. */
    default Fd dupAbove(Fd fd, int lowest) {
        return fd(open(Syscall.FCNTL).with(fd).with(F_DUPFD_CLOEXEC).with(lowest));
    }

    /** Makes {@code number} the same file as {@code fd}; {@code flags} is O_CLOEXEC or 0. */
    default Fd dup3(Fd fd, int number, long flags) {
        return fd(open(Syscall.DUP3).with(fd).with(number).with(flags));
    }

    default void setCloexec(Fd fd, boolean on) {
        run(call(Syscall.FCNTL).with(fd).with(F_SETFD).with(on ? FD_CLOEXEC : 0));
    }

    default Ref mkdirat(Fd dir, String path, int mode) {
        return run(call(Syscall.MKDIRAT).with(dir).with(path).with(mode));
    }

    /** {@code device} is encoded as {@link DeviceNumber}. */
    default Ref mknodat(Fd dir, String path, int mode, long device) {
        return run(call(Syscall.MKNODAT).with(dir).with(path).with(mode).with(device));
    }

    default void symlinkat(String target, Fd dir, String path) {
        run(call(Syscall.SYMLINKAT).with(target).with(dir).with(path));
    }

    default Ref unlinkat(Fd dir, String path, int flags) {
        return run(call(Syscall.UNLINKAT).with(dir).with(path).with(flags));
    }

    default void renameat(Fd oldDir, String old, Fd newDir, String name, int flags) {
        run(call(Syscall.RENAMEAT2).with(oldDir).with(old).with(newDir).with(name).with(flags));
    }

    default void fchmodat(Fd dir, String path, int mode) {
        run(call(Syscall.FCHMODAT).with(dir).with(path).with(mode));
    }

    default void fchownat(Fd dir, String path, long uid, long gid, int flags) {
        run(call(Syscall.FCHOWNAT).with(dir).with(path).with(uid).with(gid).with(flags));
    }

    /** {@code mode}: 4 read, 2 write, 1 execute; checked with the effective ids if flags say AT_EACCESS. */
    default Ref faccessat(Fd dir, String path, int mode, int flags) {
        return run(call(Syscall.FACCESSAT2).with(dir).with(path).with(mode).with(flags));
    }

    /** Writes all of {@code bytes} in one call, as procfs and cgroup files need it. */
    default Ref write(Fd fd, byte[] bytes) {
        return run(call(Syscall.WRITE).with(fd).with(bytes).with(bytes.length));
    }

    default Ref write(Fd fd, String text) {
        return write(fd, RawText.bytes(text));
    }

    /** Up to {@code max} bytes into memory of the arena; the result is how many. */
    default Ref read(Fd fd, long buffer, int max) {
        return run(call(Syscall.READ).with(fd).with(buffer).with(max));
    }

    /** Everything up to the end of the file. */
    default byte[] readAll(Fd fd) {
        return readAll(fd, Integer.MAX_VALUE);
    }

    /**
     * The same of a file that should not be longer than {@code most} bytes.
     *
     * @throws ErrnoException EFBIG if it is
     */
    default byte[] readAll(Fd fd, int most) {
        long buffer = arena().allocate(READ_CHUNK, 8);
        int n = (int) read(fd, buffer, READ_CHUNK).get();
        byte[] all = arena().getBytes(buffer, n);
        int length = n;
        while (n > 0) {
            n = (int) read(fd, buffer, READ_CHUNK).get();
            if (n > most - length) {
                throw new ErrnoException("read", Errno.EFBIG);
            }
            if (n > all.length - length) {
                // most files are small; of a large one the size is asked for, so that there is one buffer and no copy of it
                long size = length < 2 * READ_CHUNK ? stat(fd).size() : 0;
                if (size > most) {
                    throw new ErrnoException("read", Errno.EFBIG);
                }
                all = Arrays.copyOf(all, (int) Math.max(size, Math.min(most, 2L * (length + n))));
            }
            arena().memory().get(arena().offset(buffer), all, length, n);
            length += n;
        }
        return length == all.length ? all : Arrays.copyOf(all, length);
    }

    /**
     * The beginning of a regular file, in one call.
     *
     * @param max that many bytes at most
     */
    default byte[] readUpTo(Fd fd, int max) {
        long buffer = arena().allocate(max, 8);
        return arena().getBytes(buffer, (int) read(fd, buffer, max).get());
    }

    /** The whole file; the caller needs no descriptor of its own. */
    default byte[] readFile(Fd dir, String path) {
        Fd fd = openat(dir, path, Open.O_RDONLY);
        fd.get();
        try {
            return readAll(fd);
        } finally {
            close(fd);
        }
    }

    default String readText(Fd dir, String path) {
        return RawText.of(readFile(dir, path));
    }

    /** Writes into a file that exists, without truncating: for procfs and cgroup files. */
    default void writeText(Fd dir, String path, String text) {
        Fd fd = openat(dir, path, Open.O_WRONLY);
        fd.get();
        try {
            write(fd, text).get();
        } finally {
            close(fd);
        }
    }

    /** The target of a symbolic link; {@code path} may be empty if {@code dir} is an O_PATH descriptor of the link. */
    default String readlinkat(Fd dir, String path) {
        int max = 4096;
        long buffer = arena().allocate(max, 8);
        int n = (int) run(call(Syscall.READLINKAT).with(dir).with(path).with(buffer).with(max)).get();
        return RawText.of(arena().getBytes(buffer, n));
    }

    /** Null if the call failed with an error number that was allowed. */
    default Stat stat(Fd dir, String path, int flags) {
        return statLater(dir, path, flags).get();
    }

    /** Asks now, is answered later: several of these cost one round trip together. */
    default PendingStat statLater(Fd dir, String path, int flags) {
        Call call = call(Syscall.STATX);
        long buffer = arena().allocate(Stat.BYTES, 8);
        Ref result = run(call.with(dir).with(path).with(flags).with(Stat.BASIC).with(buffer));
        return new PendingStat(arena(), buffer, result);
    }

    default PendingStat statLater(Fd fd) {
        return statLater(fd, "", AT_EMPTY_PATH);
    }

    /** Of an open file, O_PATH or not. */
    default Stat stat(Fd fd) {
        return stat(fd, "", AT_EMPTY_PATH);
    }

    /** When an open file was changed last: stx_ctime of struct statx, in seconds since the epoch. */
    default long changeTime(Fd fd) {
        int mark = arena().mark();
        long buffer = arena().allocate(Stat.BYTES, 8);
        run(call(Syscall.STATX).with(fd).with("").with(AT_EMPTY_PATH).with(Stat.BASIC).with(buffer)).get();
        long seconds = arena().getLong(buffer + Stat.CHANGED_AT);
        arena().reset(mark);
        return seconds;
    }

    /** f_type of statfs(2): the magic number of the file system. */
    default long fileSystemType(Fd fd) {
        long buffer = arena().allocate(128, 8);
        run(call(Syscall.FSTATFS).with(fd).with(buffer)).get();
        return arena().getLong(buffer);
    }

    /** The same of a path; 0 if the call failed with an error number that was allowed. */
    default long fileSystemType(String path) {
        Call call = call(Syscall.STATFS);
        int mark = arena().mark();
        long buffer = arena().allocate(128, 8);
        long type = run(call.with(path).with(buffer)).failed() ? 0 : arena().getLong(buffer);
        arena().reset(mark);
        return type;
    }

    /** {@code argument} is a number or a pointer into the arena, as the request wants it. */
    default Ref ioctl(Fd fd, long request, long argument) {
        return run(call(Syscall.IOCTL).with(fd).with(request).with(argument));
    }

    default void pipe(Fd[] ends, long flags) {
        long fds = arena().allocate(8, 8);
        run(call(Syscall.PIPE2).with(fds).with(flags | Open.O_CLOEXEC)).get();
        ends[0] = Fd.of(arena().getInt(fds));
        ends[1] = Fd.of(arena().getInt(fds + 4));
    }
}
