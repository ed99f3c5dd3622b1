package carafe.kernel;

import java.util.List;

/** Processes, namespaces, limits and scheduling. */
public interface ProcessCalls extends Calls {
    int PR_SET_PDEATHSIG = 1;
    int PR_SET_DUMPABLE = 4;
    int PR_SET_NAME = 15;
    int PR_SET_CHILD_SUBREAPER = 36;
    int PR_SET_NO_NEW_PRIVS = 38;

    /** CLONE_NEW* flags (include/uapi/linux/sched.h). */
    long CLONE_NEWTIME = 0x80;
    long CLONE_NEWNS = 0x20000;
    long CLONE_NEWCGROUP = 0x2000000;
    long CLONE_NEWUTS = 0x4000000;
    long CLONE_NEWIPC = 0x8000000;
    long CLONE_NEWUSER = 0x10000000;
    long CLONE_NEWPID = 0x20000000;
    long CLONE_NEWNET = 0x40000000;

    int SIG_UNBLOCK = 1;
    int SIG_SETMASK = 2;
    int SIGHUP = 1;
    int SIGINT = 2;
    int SIGQUIT = 3;
    int SIGKILL = 9;
    int SIGTERM = 15;

    /** In nanoseconds. */
    long MILLISECOND = 1_000_000;
    /** In a second. */
    long NANOSECONDS = 1_000_000_000;

    Arena arena();

    default Ref prctl(int option, long a, long b, long c, long d) {
        return run(call(Syscall.PRCTL).with(option).with(a).with(b).with(c).with(d));
    }

    default Ref prctl(int option, long a) {
        return prctl(option, a, 0, 0, 0);
    }

    /** SIGKILL when the parent's thread ends; cleared by clone and changes of ids, so to be repeated then (prctl(2)). */
    default void dieWithParent() {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    }

    /** To be queued just before execve where a servant acts, because one works with every signal blocked. */
    default void unblockSignals() {
        run(call(Syscall.RT_SIGPROCMASK).with(SIG_SETMASK).with(new byte[8]).with(0).with(8));
    }

    default Ref unshare(long namespaces) {
        return run(call(Syscall.UNSHARE).with(namespaces));
    }

    default Ref setns(Fd namespace, long types) {
        return run(call(Syscall.SETNS).with(namespace).with(types));
    }

    default Ref setsid() {
        return run(call(Syscall.SETSID));
    }

    default void chdir(String path) {
        run(call(Syscall.CHDIR).with(path));
    }

    default void fchdir(Fd dir) {
        run(call(Syscall.FCHDIR).with(dir));
    }

    default void chroot(String path) {
        run(call(Syscall.CHROOT).with(path));
    }

    /** Does not return in the process it runs in, unless it fails. */
    default Ref execve(String path, List<String> argv, List<String> environment) {
        return run(call(Syscall.EXECVE).with(path).with(argv).with(environment));
    }

    /** nanosleep(2). */
    default void sleep(long nanoseconds) {
        int mark = arena().mark();
        // struct timespec
        long time = arena().longs(nanoseconds / NANOSECONDS, nanoseconds % NANOSECONDS);
        run(call(Syscall.NANOSLEEP).with(time).with(0)).get();
        arena().reset(mark);
    }

    default Ref kill(int pid, int signal) {
        return run(call(Syscall.KILL).with(pid).with(signal));
    }

    default Fd pidfdOpen(int pid) {
        return fd(open(Syscall.PIDFD_OPEN).with(pid).with(0));
    }

    default Ref pidfdSendSignal(Fd pidfd, int signal) {
        return run(call(Syscall.PIDFD_SEND_SIGNAL).with(pidfd).with(signal).with(0).with(0));
    }

    /** A copy of another process's descriptor. */
    default Fd pidfdGetfd(Fd pidfd, int theirs) {
        return fd(open(Syscall.PIDFD_GETFD).with(pidfd).with(theirs).with(0));
    }

    default void setHostname(String name, int bytes) {
        run(call(Syscall.SETHOSTNAME).with(name).with(bytes));
    }

    default void setDomainname(String name, int bytes) {
        run(call(Syscall.SETDOMAINNAME).with(name).with(bytes));
    }

    default Ref personality(long persona) {
        return run(call(Syscall.PERSONALITY).with(persona));
    }
}
