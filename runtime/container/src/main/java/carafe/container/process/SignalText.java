package carafe.container.process;

/** What strsignal(3) calls the signals, in Go's words, which people who know runc look for. */
final class SignalText {
    /** Index: signal number, include/uapi/asm-generic/signal.h. */
    private static final String[] BY_NUMBER = {
            null, "hangup", "interrupt", "quit", "illegal instruction", "trace/breakpoint trap", "aborted", "bus error",
            "floating point exception", "killed", "user defined signal 1", "segmentation fault",
            "user defined signal 2", "broken pipe", "alarm clock", "terminated", "stack fault", "child exited",
            "continued", "stopped (signal)", "stopped", "stopped (tty input)", "stopped (tty output)",
            "urgent I/O condition", "CPU time limit exceeded", "file size limit exceeded", "virtual timer expired",
            "profiling timer expired", "window changed", "I/O possible", "power failure", "bad system call",
    };

    private SignalText() {
    }

    static String of(int signal) {
        return signal < BY_NUMBER.length ? BY_NUMBER[signal] : "signal " + signal;
    }
}
