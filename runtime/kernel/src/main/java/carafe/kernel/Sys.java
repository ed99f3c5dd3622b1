package carafe.kernel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * System calls for a program that lives long and calls often: descriptors and addresses are plain numbers, and every
 * method returns what the kernel returns, a result or the error number negated. Calls on descriptors and addresses
 * allocate nothing; those with a path or bytes copy them into the arena for the time of the call.
 *
 * <p>Where a call can fail in one expected way, where it may have to run in another process, or where a failure has to
 * name the call, {@link Kernel} is the better door. Layouts of what both hand to the kernel are in one place each:
 * {@link Termios}, {@link PollList}, {@link DirectoryEntries}, {@link SocketCalls#unixName}.
 */
public final class Sys {
    public static final int AT_FDCWD = -100;
    public static final int EPOLLIN = 1;
    public static final int EPOLLOUT = 4;
    public static final int EPOLLERR = 8;
    public static final int EPOLLHUP = 16;
    public static final int WNOHANG = 1;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int CMSG_HEADER = 16;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDTIMEO = 21;
    private static final int SEEK_END = 2;
    private static final int S_IFIFO = 0010000;
    private static final int CHUNK = 16 * 1024;

    private final Arena arena;
    private final long status;
    private final Pool pool;

    /** @param arena for arguments and results; the caller may take buffers from it too, and never resets it */
    public Sys(Arena arena) {
        this.arena = arena;
        this.status = arena.allocate(Long.BYTES, Long.BYTES);
        this.pool = new Pool(arena, arena.size() / 2);
    }

    /** Where buffers come from that live as long as the monitor. */
    public Arena arena() {
        return arena;
    }

    /** Where buffers come from that are given back; a part of the arena. */
    public Pool pool() {
        return pool;
    }

    /** The arena as a buffer; see {@link #offset}. */
    public ByteBuffer memory() {
        return arena.memory();
    }

    /** The place of an address in {@link #memory}. */
    public int offset(long address) {
        return arena.offset(address);
    }

    // ---- descriptors

    public int read(int fd, long buffer, int count) {
        return (int) retried(Syscall.READ, fd, buffer, count);
    }

    public int write(int fd, long buffer, int count) {
        return (int) retried(Syscall.WRITE, fd, buffer, count);
    }

    /** Writes all of {@code bytes}: 0, or the first error. */
    public int writeAll(int fd, byte[] bytes) {
        int mark = arena.mark();
        long buffer = arena.bytes(bytes);
        int done = 0;
        int result = 0;
        while (done < bytes.length && result >= 0) {
            result = write(fd, buffer + done, bytes.length - done);
            done += Math.max(result, 0);
        }
        arena.reset(mark);
        return Math.min(result, 0);
    }

    public int pread(int fd, long buffer, int count, long at) {
        return (int) Libc.call(Syscall.PREAD64, fd, buffer, count, at);
    }

    public int close(int fd) {
        return (int) Libc.call(Syscall.CLOSE, fd);
    }

    public int fsync(int fd) {
        return (int) Libc.call(Syscall.FSYNC, fd);
    }

    /** Waits until a descriptor of the list has something to say: how many have, or a negated error number. */
    public int poll(PollList list) {
        return (int) Libc.call(Syscall.PPOLL, list.address(), list.count(), 0, 0, 8);
    }

    /** getdents64(2), for {@link DirectoryEntries}: the length, 0 at the end, or a negated error number. */
    public int entries(int directory, long buffer, int size) {
        return (int) Libc.call(Syscall.GETDENTS64, directory, buffer, size);
    }

    /** The size of an open regular file. */
    public long size(int fd) {
        return Libc.call(Syscall.LSEEK, fd, 0, SEEK_END);
    }

    /** An advisory lock of the whole file, without waiting (LOCK_EX | LOCK_NB of flock(2)). */
    public int lock(int fd) {
        return (int) Libc.call(Syscall.FLOCK, fd, 2 | 4);
    }

    public int dup3(int fd, int number, int flags) {
        return (int) Libc.call(Syscall.DUP3, fd, number, flags);
    }

    public int dup(int fd) {
        return (int) Libc.call(Syscall.FCNTL, fd, FileCalls.F_DUPFD_CLOEXEC, 0);
    }

    public int ioctl(int fd, long request, long argument) {
        return (int) Libc.call(Syscall.IOCTL, fd, request, argument);
    }

    /** The flags of F_GETFD: 1 if the descriptor is close-on-exec; negative if it is not open. */
    public int descriptorFlags(int fd) {
        return (int) Libc.call(Syscall.FCNTL, fd, 1, 0);
    }

    public int setCloexec(int fd) {
        return (int) Libc.call(Syscall.FCNTL, fd, FileCalls.F_SETFD, FileCalls.FD_CLOEXEC);
    }

    public int setNonblocking(int fd) {
        int flags = (int) Libc.call(Syscall.FCNTL, fd, FileCalls.F_GETFL, 0);
        return (int) Libc.call(Syscall.FCNTL, fd, FileCalls.F_SETFL, flags | Open.O_NONBLOCK);
    }

    /** A pipe whose ends are close-on-exec: 0 is for reading. */
    public int pipe(int[] ends) {
        int result = (int) Libc.call(Syscall.PIPE2, status, Open.O_CLOEXEC);
        int at = arena.offset(status);
        ends[0] = memory().getInt(at);
        ends[1] = memory().getInt(at + Integer.BYTES);
        return result;
    }

    public int fchmod(int fd, int mode) {
        return (int) Libc.call(Syscall.FCHMOD, fd, mode);
    }

    // ---- paths

    /** Every descriptor is close-on-exec. */
    public int open(String path, int flags, int mode) {
        return openat(AT_FDCWD, path, flags, mode);
    }

    public int openat(int dir, String path, int flags, int mode) {
        int mark = arena.mark();
        int fd = (int) retried4(Syscall.OPENAT, dir, arena.string(path), flags | Open.O_CLOEXEC, mode);
        arena.reset(mark);
        return fd;
    }

    public int unlink(String path) {
        return onPath(Syscall.UNLINKAT, path, 0);
    }

    public int mkdir(String path, int mode) {
        return onPath(Syscall.MKDIRAT, path, mode);
    }

    public int mkfifo(String path, int mode) {
        return onPath(Syscall.MKNODAT, path, S_IFIFO | mode);
    }

    public int chmod(String path, int mode) {
        return onPath(Syscall.FCHMODAT, path, mode);
    }

    /** access(2) with the effective ids; {@code mode} 1 asks for execution, 0 for existence. */
    public int access(String path, int mode) {
        return onPath(Syscall.FACCESSAT2, path, mode);
    }

    public int rename(String from, String to) {
        int mark = arena.mark();
        int result = (int) Libc.call(Syscall.RENAMEAT2, AT_FDCWD, arena.string(from), AT_FDCWD, arena.string(to), 0);
        arena.reset(mark);
        return result;
    }

    public int symlink(String target, String path) {
        int mark = arena.mark();
        int result = (int) Libc.call(Syscall.SYMLINKAT, arena.string(target), AT_FDCWD, arena.string(path));
        arena.reset(mark);
        return result;
    }

    /** The target of a symbolic link, or null. */
    public String readlink(String path) {
        int mark = arena.mark();
        long buffer = arena.allocate(4096, 8);
        int length = (int) Libc.call(Syscall.READLINKAT, AT_FDCWD, arena.string(path), buffer, 4096);
        String target = length < 0 ? null : RawText.of(arena.getBytes(buffer, length));
        arena.reset(mark);
        return target;
    }

    public int chdir(String path) {
        int mark = arena.mark();
        int result = (int) Libc.call(Syscall.CHDIR, arena.string(path));
        arena.reset(mark);
        return result;
    }

    /** A whole small file, or null if it cannot be read. */
    public byte[] readFile(String path) {
        int fd = open(path, Open.O_RDONLY, 0);
        if (fd < 0) {
            return null;
        }
        byte[] all = readToEnd(fd);
        close(fd);
        return all;
    }

    /** Everything up to the end of the file or the first error. */
    public byte[] readToEnd(int fd) {
        int mark = arena.mark();
        long buffer = arena.allocate(CHUNK, 8);
        byte[] all = new byte[0];
        for (int n = read(fd, buffer, CHUNK); n > 0; n = read(fd, buffer, CHUNK)) {
            int length = all.length;
            all = Arrays.copyOf(all, length + n);
            memory().get(arena.offset(buffer), all, length, n);
        }
        arena.reset(mark);
        return all;
    }

    /** Bytes of a pipe up to its first newline or its end, read one by one so that the rest stays in it. */
    public byte[] readToEndOfLine(int fd) {
        byte[] line = new byte[0];
        while (read(fd, status, 1) == 1 && memory().get(arena.offset(status)) != '\n') {
            line = Arrays.copyOf(line, line.length + 1);
            line[line.length - 1] = memory().get(arena.offset(status));
        }
        return line;
    }

    /** {@link #readFile} as text, or null. */
    public String readText(String path) {
        byte[] bytes = readFile(path);
        return bytes == null ? null : RawText.of(bytes);
    }

    // ---- sockets

    /** @param type of unix(7), with SOCK_NONBLOCK if wanted; close-on-exec always */
    public int unixSocket(int type) {
        return (int) Libc.call(Syscall.SOCKET, SocketCalls.AF_UNIX, type | SocketCalls.SOCK_CLOEXEC, 0);
    }

    public int bind(int fd, String path) {
        return withAddress(Syscall.BIND, fd, path);
    }

    public int connect(int fd, String path) {
        return withAddress(Syscall.CONNECT, fd, path);
    }

    /** How long a blocking send waits at most before it fails with EAGAIN (SO_SNDTIMEO of socket(7)). */
    public int setSendTimeout(int fd, long millis) {
        return setTimeout(fd, SO_SNDTIMEO, millis);
    }

    private int setTimeout(int fd, int option, long millis) {
        int mark = arena.mark();
        long time = arena.longs(millis / 1000, millis % 1000 * 1000);
        int result = (int) Libc.call(Syscall.SETSOCKOPT, fd, SocketCalls.SOL_SOCKET, option, time, 16);
        arena.reset(mark);
        return result;
    }

    /** How long a blocking read waits at most before it fails with EAGAIN (SO_RCVTIMEO of socket(7)). */
    public int setReceiveTimeout(int fd, long millis) {
        return setTimeout(fd, SO_RCVTIMEO, millis);
    }

    public int listen(int fd, int backlog) {
        return (int) Libc.call(Syscall.LISTEN, fd, backlog);
    }

    /** @param flags SOCK_NONBLOCK or 0; close-on-exec always */
    public int accept(int fd, int flags) {
        return (int) Libc.call(Syscall.ACCEPT4, fd, 0, 0, flags | SocketCalls.SOCK_CLOEXEC);
    }

    /** Never waits and never raises SIGPIPE. */
    public int send(int fd, long buffer, int length) {
        return (int) Libc.call(Syscall.SENDTO, fd, buffer, length, MSG_DONTWAIT | SocketCalls.MSG_NOSIGNAL, 0, 0);
    }

    /** As {@link #send}, with a struct msghdr. */
    public int sendMessage(int fd, long message) {
        return (int) Libc.call(Syscall.SENDMSG, fd, message, MSG_DONTWAIT | SocketCalls.MSG_NOSIGNAL);
    }

    /** Never waits. */
    public int receive(int fd, long buffer, int length) {
        return (int) Libc.call(Syscall.RECVFROM, fd, buffer, length, MSG_DONTWAIT, 0, 0);
    }

    public int receiveMessage(int fd, long message) {
        return (int) Libc.call(Syscall.RECVMSG, fd, message, 0x40000000);
    }

    /**
     * Sends bytes with descriptors, which stay ours (SCM_RIGHTS of unix(7)): how many bytes went, or a negated error
     * number. Never waits.
     */
    public int sendDescriptors(int fd, byte[] data, int... descriptors) {
        int mark = arena.mark();
        // struct cmsghdr: length 8, level 4, type 4, then the descriptors (cmsg(3))
        int length = CMSG_HEADER + Integer.BYTES * descriptors.length;
        long control = arena.allocate(length + Integer.BYTES, Long.BYTES);
        int at = arena.offset(control);
        memory().putLong(at, length).putInt(at + 8, SocketCalls.SOL_SOCKET).putInt(at + 12, SocketCalls.SCM_RIGHTS);
        for (int i = 0; i < descriptors.length; i++) {
            memory().putInt(at + CMSG_HEADER + Integer.BYTES * i, descriptors[i]);
        }
        long part = arena.longs(arena.bytes(data), data.length);
        int result = sendMessage(fd, arena.longs(0, 0, part, 1, control, length + 7 & ~7, 0));
        arena.reset(mark);
        return result;
    }

    /**
     * Receives bytes, and descriptors that come with them: how many bytes, or a negated error number.
     *
     * @param descriptors gets them, close-on-exec and the caller's to close; at most as many as there is room for
     * @param from where the first one is put; the rest is left as it is
     */
    public int receiveDescriptors(int fd, long buffer, int length, int[] descriptors, int from) {
        int mark = arena.mark();
        int room = CMSG_HEADER + Integer.BYTES * (descriptors.length - from) + 7 & ~7;
        long control = arena.allocate(room, Long.BYTES);
        memory().putLong(arena.offset(control), 0);
        long part = arena.longs(buffer, length);
        int result = (int) Libc.call(Syscall.RECVMSG, fd, arena.longs(0, 0, part, 1, control, room, 0),
                MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
        int at = arena.offset(control);
        if (result >= 0 && memory().getInt(at + 8) == SocketCalls.SOL_SOCKET
                && memory().getInt(at + 12) == SocketCalls.SCM_RIGHTS) {
            int count = (int) (memory().getLong(at) - CMSG_HEADER) / Integer.BYTES;
            for (int i = 0; i < count && from + i < descriptors.length; i++) {
                descriptors[from + i] = memory().getInt(at + CMSG_HEADER + Integer.BYTES * i);
            }
        }
        arena.reset(mark);
        return result;
    }

    /** @param how 0 reading, 1 writing, 2 both */
    public int shutdown(int fd, int how) {
        return (int) Libc.call(Syscall.SHUTDOWN, fd, how);
    }

    /** The process at the other end of a socket, or that listens there, or a negated error number (SO_PEERCRED). */
    public int peerPid(int fd) {
        int mark = arena.mark();
        long credentials = arena.allocate(12, 8);
        long length = arena.ints(12);
        int result = (int) Libc.call(Syscall.GETSOCKOPT, fd, SocketCalls.SOL_SOCKET, 17, credentials, length);
        int pid = arena.getInt(credentials);
        arena.reset(mark);
        return result < 0 ? result : pid;
    }

    /** A file of memory alone (memfd_create(2)), close-on-exec. */
    public int memoryFile(String name) {
        int mark = arena.mark();
        int fd = (int) Libc.call(Syscall.MEMFD_CREATE, arena.string(name), 1);
        arena.reset(mark);
        return fd;
    }

    /** The user of the process that connected (SO_PEERCRED of unix(7)), or a negated error number. */
    public long peerUid(int fd) {
        int mark = arena.mark();
        long credentials = arena.allocate(12, 8);
        long length = arena.ints(12);
        long result = Libc.call(Syscall.GETSOCKOPT, fd, SocketCalls.SOL_SOCKET, 17, credentials, length);
        long uid = arena.getInt(credentials + 4) & 0xffffffffL;
        arena.reset(mark);
        return result < 0 ? result : uid;
    }

    // ---- processes

    /** wait4(2): the pid, 0 for none yet, or an error; the status is {@link #waitStatus}. */
    public int waitFor(int pid, int options) {
        return (int) retried4(Syscall.WAIT4, pid, status, options, 0);
    }

    /** What the last successful {@link #waitFor} said. */
    public int waitStatus() {
        return memory().getInt(arena.offset(status));
    }

    public int kill(int pid, int signal) {
        return (int) Libc.call(Syscall.KILL, pid, signal);
    }

    public int prctl(int option, long argument) {
        return (int) Libc.call(Syscall.PRCTL, option, argument, 0, 0, 0);
    }

    /** A descriptor that is readable when the process has ended (pidfd_open(2)); close-on-exec always. */
    public int pidfd(int pid) {
        return (int) Libc.call(Syscall.PIDFD_OPEN, pid, 0);
    }

    /** Replaces this program; returns only if that fails. */
    public int execve(String path, List<String> words, List<String> environment) {
        int mark = arena.mark();
        int result = (int) Libc.call(Syscall.EXECVE, arena.string(path), arena.strings(words),
                arena.strings(environment));
        arena.reset(mark);
        return result;
    }

    public int pid() {
        return (int) Libc.call(Syscall.GETPID);
    }

    public int uid() {
        return (int) Libc.call(Syscall.GETEUID);
    }

    /** Nanoseconds of CLOCK_REALTIME, in the two halves that {@code at} gets: 8 bytes seconds, 8 bytes nanoseconds. */
    public void realtime(long at) {
        Libc.call(Syscall.CLOCK_GETTIME, 0, at);
    }

    public void sleep(long millis) {
        int mark = arena.mark();
        Libc.call(Syscall.NANOSLEEP, arena.longs(millis / 1000, millis % 1000 * 1_000_000), 0);
        arena.reset(mark);
    }

    private int onPath(Syscall call, String path, int argument) {
        int mark = arena.mark();
        int result = (int) Libc.call(call, AT_FDCWD, arena.string(path), argument, 0);
        arena.reset(mark);
        return result;
    }

    private int withAddress(Syscall call, int fd, String path) {
        int mark = arena.mark();
        byte[] address = SocketCalls.unixAddress(path);
        int result = (int) Libc.call(call, fd, arena.bytes(address), address.length);
        arena.reset(mark);
        return result;
    }

    private static long retried(Syscall call, long a, long b, long c) {
        return retried4(call, a, b, c, 0);
    }

    private static long retried4(Syscall call, long a, long b, long c, long d) {
        long result;
        do {
            result = Libc.call(call, a, b, c, d);
        } while (result == -Errno.EINTR);
        return result;
    }
}
