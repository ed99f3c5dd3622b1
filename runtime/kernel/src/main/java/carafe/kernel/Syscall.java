package carafe.kernel;

import static carafe.kernel.Parameter.decimal;
import static carafe.kernel.Parameter.device;
import static carafe.kernel.Parameter.fd;
import static carafe.kernel.Parameter.flags;
import static carafe.kernel.Parameter.hex;
import static carafe.kernel.Parameter.mode;
import static carafe.kernel.Parameter.pointer;
import static carafe.kernel.Parameter.text;

import java.util.Locale;

/**
 * The system calls Carafe makes: their numbers per architecture (asm/unistd_64.h for x86_64, asm-generic/unistd.h for
 * aarch64) and the meaning of their arguments, from which traces and failure reports are decoded.
 */
public enum Syscall {
    READ(0, 63, fd("fd"), pointer("buffer"), decimal("count")),
    WRITE(1, 64, fd("fd"), pointer("buffer"), decimal("count")),
    PREAD64(17, 67, fd("fd"), pointer("buffer"), decimal("count"), decimal("offset")),
    READV(19, 65, fd("fd"), pointer("vector"), decimal("count")),
    WRITEV(20, 66, fd("fd"), pointer("vector"), decimal("count")),
    CLOSE(3, 57, fd("fd")),
    CLOSE_RANGE(436, 436, decimal("first"), hex("last"), flags("flags", FlagTable.CLOSE_RANGE)),
    OPENAT(257, 56, fd("dirfd"), text("path"), flags("flags", FlagTable.OPEN), mode("mode")),
    OPENAT2(437, 437, fd("dirfd"), text("path"), pointer("how"), decimal("size")),
    DUP(32, 23, fd("fd")),
    DUP3(292, 24, fd("old"), decimal("new"), flags("flags", FlagTable.OPEN)),
    FCNTL(72, 25, fd("fd"), decimal("command"), hex("argument")),
    IOCTL(16, 29, fd("fd"), hex("request"), pointer("argument")),
    LSEEK(8, 62, fd("fd"), decimal("offset"), decimal("whence")),
    FTRUNCATE(77, 46, fd("fd"), decimal("length")),
    FSYNC(74, 82, fd("fd")),
    FLOCK(73, 32, fd("fd"), decimal("operation")),
    FSTAT(5, 80, fd("fd"), pointer("stat")),
    NEWFSTATAT(262, 79, fd("dirfd"), text("path"), pointer("stat"), flags("flags", FlagTable.AT)),
    STATX(332, 291, fd("dirfd"), text("path"), flags("flags", FlagTable.AT), hex("mask"), pointer("statx")),
    STATFS(137, 43, text("path"), pointer("statfs")),
    FSTATFS(138, 44, fd("fd"), pointer("statfs")),
    GETDENTS64(217, 61, fd("fd"), pointer("entries"), decimal("count")),
    READLINKAT(267, 78, fd("dirfd"), text("path"), pointer("buffer"), decimal("size")),
    MKDIRAT(258, 34, fd("dirfd"), text("path"), mode("mode")),
    MKNODAT(259, 33, fd("dirfd"), text("path"), mode("mode"), device("device")),
    SYMLINKAT(266, 36, text("target"), fd("dirfd"), text("path")),
    LINKAT(265, 37, fd("olddirfd"), text("old"), fd("newdirfd"), text("new"), flags("flags", FlagTable.AT)),
    UNLINKAT(263, 35, fd("dirfd"), text("path"), flags("flags", FlagTable.AT_UNLINK)),
    RENAMEAT2(316, 276, fd("olddirfd"), text("old"), fd("newdirfd"), text("new"), flags("flags", FlagTable.RENAME)),
    FCHMOD(91, 52, fd("fd"), mode("mode")),
    FCHMODAT(268, 53, fd("dirfd"), text("path"), mode("mode")),
    FCHOWN(93, 55, fd("fd"), decimal("uid"), decimal("gid")),
    FCHOWNAT(260, 54, fd("dirfd"), text("path"), decimal("uid"), decimal("gid"), flags("flags", FlagTable.AT)),
    FACCESSAT2(439, 439, fd("dirfd"), text("path"), decimal("mode"), flags("flags", FlagTable.AT)),
    UTIMENSAT(280, 88, fd("dirfd"), text("path"), pointer("times"), flags("flags", FlagTable.AT)),
    COPY_FILE_RANGE(326, 285, fd("in"), pointer("in_offset"), fd("out"), pointer("out_offset"), decimal("length"),
            decimal("flags")),
    SENDFILE(40, 71, fd("out"), fd("in"), pointer("offset"), decimal("count")),
    PIPE2(293, 59, pointer("fds"), flags("flags", FlagTable.OPEN)),
    EVENTFD2(290, 19, decimal("initial"), flags("flags", FlagTable.OPEN)),
    EPOLL_CREATE1(291, 20, flags("flags", FlagTable.OPEN)),
    EPOLL_CTL(233, 21, fd("epfd"), decimal("operation"), fd("fd"), pointer("event")),
    EPOLL_PWAIT(281, 22, fd("epfd"), pointer("events"), decimal("maximum"), decimal("timeout"), pointer("mask")),
    PPOLL(271, 73, pointer("fds"), decimal("count"), pointer("timeout"), pointer("mask"), decimal("size")),
    TIMERFD_CREATE(283, 85, decimal("clock"), flags("flags", FlagTable.OPEN)),
    TIMERFD_SETTIME(286, 86, fd("fd"), decimal("flags"), pointer("new"), pointer("old")),
    SIGNALFD4(289, 74, fd("fd"), pointer("mask"), decimal("size"), flags("flags", FlagTable.OPEN)),
    INOTIFY_INIT1(294, 26, flags("flags", FlagTable.OPEN)),
    INOTIFY_ADD_WATCH(254, 27, fd("fd"), text("path"), hex("mask")),
    INOTIFY_RM_WATCH(255, 28, fd("fd"), decimal("watch")),
    MEMFD_CREATE(319, 279, text("name"), hex("flags")),
    MMAP(9, 222, hex("address"), decimal("length"), hex("protection"), hex("flags"), fd("fd"), decimal("offset")),
    MUNMAP(11, 215, hex("address"), decimal("length")),
    MADVISE(28, 233, hex("address"), decimal("length"), decimal("advice")),
    SOCKET(41, 198, decimal("domain"), flags("type", FlagTable.SOCKET), decimal("protocol")),
    SOCKETPAIR(53, 199, decimal("domain"), flags("type", FlagTable.SOCKET), decimal("protocol"), pointer("fds")),
    BIND(49, 200, fd("fd"), pointer("address"), decimal("length")),
    CONNECT(42, 203, fd("fd"), pointer("address"), decimal("length")),
    LISTEN(50, 201, fd("fd"), decimal("backlog")),
    ACCEPT4(288, 242, fd("fd"), pointer("address"), pointer("length"), flags("flags", FlagTable.SOCKET)),
    SENDTO(44, 206, fd("fd"), pointer("buffer"), decimal("length"), hex("flags"), pointer("address"),
            decimal("addrlen")),
    RECVFROM(45, 207, fd("fd"), pointer("buffer"), decimal("length"), hex("flags"), pointer("address"),
            pointer("addrlen")),
    SENDMSG(46, 211, fd("fd"), pointer("message"), hex("flags")),
    RECVMSG(47, 212, fd("fd"), pointer("message"), hex("flags")),
    SETSOCKOPT(54, 208, fd("fd"), decimal("level"), decimal("option"), pointer("value"), decimal("length")),
    GETSOCKOPT(55, 209, fd("fd"), decimal("level"), decimal("option"), pointer("value"), pointer("length")),
    SHUTDOWN(48, 210, fd("fd"), decimal("how")),
    MOUNT(165, 40, text("source"), text("target"), text("type"), flags("flags", FlagTable.MOUNT), text("data")),
    UMOUNT2(166, 39, text("target"), flags("flags", FlagTable.UMOUNT)),
    PIVOT_ROOT(155, 41, text("new_root"), text("put_old")),
    FSOPEN(430, 430, text("type"), hex("flags")),
    FSCONFIG(431, 431, fd("fd"), flags("command", FlagTable.FSCONFIG), text("key"), text("value"), decimal("aux")),
    FSMOUNT(432, 432, fd("fd"), hex("flags"), flags("attributes", FlagTable.MOUNT_ATTR)),
    FSPICK(433, 433, fd("dirfd"), text("path"), hex("flags")),
    OPEN_TREE(428, 428, fd("dirfd"), text("path"), flags("flags", FlagTable.OPEN_TREE)),
    MOVE_MOUNT(429, 429, fd("from"), text("from_path"), fd("to"), text("to_path"),
            flags("flags", FlagTable.MOVE_MOUNT)),
    MOUNT_SETATTR(442, 442, fd("dirfd"), text("path"), flags("flags", FlagTable.AT), pointer("attributes"),
            decimal("size")),
    STATMOUNT(457, 457, pointer("request"), pointer("buffer"), decimal("size"), decimal("flags")),
    CLONE3(435, 435, pointer("arguments"), decimal("size")),
    UNSHARE(272, 97, flags("flags", FlagTable.CLONE)),
    SETNS(308, 268, fd("fd"), flags("types", FlagTable.CLONE)),
    EXECVE(59, 221, text("path"), pointer("argv"), pointer("envp")),
    EXECVEAT(322, 281, fd("dirfd"), text("path"), pointer("argv"), pointer("envp"), flags("flags", FlagTable.AT)),
    EXIT_GROUP(231, 94, decimal("status")),
    WAIT4(61, 260, decimal("pid"), pointer("status"), decimal("options"), pointer("usage")),
    WAITID(247, 95, decimal("type"), decimal("id"), pointer("info"), decimal("options"), pointer("usage")),
    KILL(62, 129, decimal("pid"), decimal("signal")),
    TGKILL(234, 131, decimal("pid"), decimal("tid"), decimal("signal")),
    PIDFD_OPEN(434, 434, decimal("pid"), decimal("flags")),
    PIDFD_SEND_SIGNAL(424, 424, fd("pidfd"), decimal("signal"), pointer("info"), decimal("flags")),
    PIDFD_GETFD(438, 438, fd("pidfd"), decimal("target"), decimal("flags")),
    GETPID(39, 172),
    GETPPID(110, 173),
    GETTID(186, 178),
    GETUID(102, 174),
    GETEUID(107, 175),
    GETGID(104, 176),
    GETEGID(108, 177),
    SETSID(112, 157),
    SETPGID(109, 154, decimal("pid"), decimal("pgid")),
    GETPGID(121, 155, decimal("pid")),
    PRCTL(157, 167, flags("option", FlagTable.PRCTL), hex("a"), hex("b"), hex("c"), hex("d")),
    PRLIMIT64(302, 261, decimal("pid"), flags("resource", FlagTable.RLIMIT), pointer("new"), pointer("old")),
    UMASK(95, 166, mode("mask")),
    CHDIR(80, 49, text("path")),
    FCHDIR(81, 50, fd("fd")),
    CHROOT(161, 51, text("path")),
    GETCWD(79, 17, pointer("buffer"), decimal("size")),
    SETHOSTNAME(170, 161, text("name"), decimal("length")),
    SETDOMAINNAME(171, 162, text("name"), decimal("length")),
    SETRESUID(117, 147, decimal("real"), decimal("effective"), decimal("saved")),
    SETRESGID(119, 149, decimal("real"), decimal("effective"), decimal("saved")),
    SETGROUPS(116, 159, decimal("count"), pointer("groups")),
    GETGROUPS(115, 158, decimal("count"), pointer("groups")),
    CAPSET(126, 91, pointer("header"), pointer("data")),
    CAPGET(125, 90, pointer("header"), pointer("data")),
    PTRACE(101, 117, hex("request"), decimal("pid"), hex("address"), pointer("data")),
    SECCOMP(317, 277, decimal("operation"), hex("flags"), pointer("argument")),
    BPF(321, 280, decimal("command"), pointer("attributes"), decimal("size")),
    KEYCTL(250, 219, decimal("operation"), text("name"), hex("b"), hex("c"), hex("d")),
    PERSONALITY(135, 92, hex("persona")),
    SCHED_SETAFFINITY(203, 122, decimal("pid"), decimal("size"), pointer("mask")),
    SCHED_GETAFFINITY(204, 123, decimal("pid"), decimal("size"), pointer("mask")),
    SCHED_SETATTR(314, 274, decimal("pid"), pointer("attributes"), decimal("flags")),
    SCHED_GETATTR(315, 275, decimal("pid"), pointer("attributes"), decimal("size"), decimal("flags")),
    SETPRIORITY(141, 140, decimal("which"), decimal("who"), decimal("nice")),
    IOPRIO_SET(251, 30, decimal("which"), decimal("who"), hex("priority")),
    SET_MEMPOLICY(238, 237, decimal("mode"), pointer("nodes"), decimal("maxnode")),
    RT_SIGACTION(13, 134, decimal("signal"), pointer("action"), pointer("old"), decimal("size")),
    RT_SIGPROCMASK(14, 135, decimal("how"), pointer("set"), pointer("old"), decimal("size")),
    CLOCK_GETTIME(228, 113, decimal("clock"), pointer("time")),
    NANOSLEEP(35, 101, pointer("time"), pointer("remaining")),
    FUTEX(202, 98, pointer("word"), decimal("operation"), decimal("value"), pointer("timeout")),
    GETRANDOM(318, 278, pointer("buffer"), decimal("count"), decimal("flags")),
    UNAME(63, 160, pointer("name")),
    SYSINFO(99, 179, pointer("info")),
    LGETXATTR(192, 9, text("path"), text("name"), pointer("value"), decimal("size")),
    FSETXATTR(190, 7, fd("fd"), text("name"), pointer("value"), decimal("size"), decimal("flags"));

    private final String label;
    private final int x86;
    private final int arm;
    private final Parameter[] parameters;

    Syscall(int x86, int arm, Parameter... parameters) {
        this.label = name().toLowerCase(Locale.ROOT);
        this.x86 = x86;
        this.arm = arm;
        this.parameters = parameters;
    }

    /** The name as in the man page. */
    public String label() {
        return label;
    }

    /** The number on the architecture of this process. */
    public int number() {
        return number(Abi.current());
    }

    public int number(Abi abi) {
        return abi == Abi.X86_64 ? x86 : arm;
    }

    Parameter[] parameters() {
        return parameters;
    }
}
