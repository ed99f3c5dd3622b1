package carafe.container.process;

import carafe.container.seccomp.SeccompQuestions;
import carafe.container.seccomp.SeccompVerdict;
import carafe.container.seccomp.SyscallAbi;
import carafe.kernel.Arena;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Readiness;
import carafe.kernel.SocketCalls;
import carafe.kernel.Syscall;
import carafe.spec.seccomp.Seccomp;
import carafe.spec.seccomp.SeccompAction;
import carafe.spec.seccomp.SeccompSyscall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;

/**
 * Tells which system call ended a process that its filter killed. The process itself leaves no more than a signal
 * number; but the kernel's audit system writes a record for each such end, which anybody with CAP_AUDIT_READ can hear
 * (AUDIT_NLGRP_READLOG of linux/audit.h), also where no audit daemon runs and the kernel's log has lost it.
 */
public final class SeccompAudit implements AutoCloseable {
    private static final int NETLINK_AUDIT = 9;
    /** The bit of AUDIT_NLGRP_READLOG in nl_groups of struct sockaddr_nl. */
    private static final int READLOG = 1;
    private static final int SO_ATTACH_FILTER = 26;
    /** AUDIT_SECCOMP, the type of the records, as a filter loads it: most significant byte first. */
    private static final int AUDIT_SECCOMP = Short.toUnsignedInt(Short.reverseBytes((short) 1326));
    private static final int HEADER_BYTES = 16;
    private static final int RECORD_BYTES = 9000;
    private static final int LONGEST_DELAY_MS = 500;
    private static final int MOST_NAMES = 8;

    private final Kernel kernel;
    private final Seccomp profile;
    private final Fd socket;

    private SeccompAudit(Kernel kernel, Seccomp profile, Fd socket) {
        this.kernel = kernel;
        this.profile = profile;
        this.socket = socket;
    }

    /** To be opened before the program runs. Whoever may not hear the records is told what can be said without. */
    public static SeccompAudit open(Kernel kernel, Seccomp profile) {
        Fd socket = kernel.allowingAll().socket(SocketCalls.AF_NETLINK,
                SocketCalls.SOCK_RAW | SocketCalls.SOCK_NONBLOCK, NETLINK_AUDIT);
        if (socket.failed()) {
            return new SeccompAudit(kernel, profile, Fd.NONE);
        }
        Arena arena = kernel.arena();
        int mark = arena.mark();
        // before it hears anything: other records would fill its buffer
        // struct sock_filter: load the half word at 4 (nlmsg_type), go on if it is the type, return all or nothing
        long code = arena.longs(0x28L | 4L << 32, 0x15L | 1L << 24 | (long) AUDIT_SECCOMP << 32, 0x06L | 0xffffL << 32,
                0x06L);
        kernel.allowingAll().run(kernel.call(Syscall.SETSOCKOPT).with(socket).with(SocketCalls.SOL_SOCKET)
                .with(SO_ATTACH_FILTER).with(arena.longs(4, code)).with(16));
        // struct sockaddr_nl: family, pad, port, groups
        long address = arena.longs(SocketCalls.AF_NETLINK, READLOG);
        boolean deaf = kernel.allowingAll().run(kernel.call(Syscall.BIND).with(socket).with(address).with(12)).failed();
        arena.reset(mark);
        if (deaf) {
            kernel.close(socket);
            return new SeccompAudit(kernel, profile, Fd.NONE);
        }
        return new SeccompAudit(kernel, profile, socket);
    }

    /** For people: what is known of the call for which {@code pid} was ended by SIGSYS. */
    public String explain(int pid) {
        String record = socket == Fd.NONE ? null : recordOf(pid);
        if (record != null) {
            return "its seccomp filter killed it for " + call(record);
        }
        List<String> killing = namesThatKill();
        String names = killing.isEmpty() ? "" : "; the rules that end a process are for " + String.join(", ", killing);
        return "which is how seccomp ends a process for a call that its filter refuses; the kernel did not tell"
                + " carafe which (to hear it takes CAP_AUDIT_READ)" + names;
    }

    /** The record of {@code pid} as text; null if none has come. */
    private String recordOf(int pid) {
        Arena arena = kernel.arena();
        long buffer = arena.allocate(RECORD_BYTES, 8);
        // the kernel writes records in a thread of its own
        while (Readiness.await(kernel, socket, LONGEST_DELAY_MS)) {
            int n = (int) kernel.allowingAll().run(kernel.call(Syscall.RECVFROM).with(socket).with(buffer)
                    .with(RECORD_BYTES).with(0).with(0).with(0)).get();
            if (n < HEADER_BYTES) {
                // some were lost: there may be more
                continue;
            }
            String text = new String(arena.getBytes(buffer + HEADER_BYTES, n - HEADER_BYTES), StandardCharsets.UTF_8);
            if (Integer.toString(pid).equals(field(text, " pid=")) && "31".equals(field(text, " sig="))) {
                return text;
            }
        }
        return null;
    }

    private static String field(String record, String name) {
        int at = record.indexOf(name);
        if (at < 0) {
            return null;
        }
        int end = record.indexOf(' ', at + 1);
        return record.substring(at + name.length(), end < 0 ? record.length() : end);
    }

    private String call(String record) {
        int number = Integer.parseInt(field(record, " syscall="));
        SyscallAbi abi = SyscallAbi.ofCall(Integer.parseUnsignedInt(field(record, " arch="), 16), number);
        String name = abi == null ? null : abi.nameOf(number);
        if (name == null) {
            return "system call " + number + " of the architecture " + field(record, " arch=");
        }
        String shown = name + " (" + abi.label() + ", number " + number + ")";
        for (SeccompVerdict verdict : new SeccompQuestions(profile, "/linux/seccomp", SyscallAbi.ofThisMachine())
                .about(name, new long[0])) {
            if (verdict.abi().equals(abi.label()) && verdict.rule() != null) {
                return shown + ", see " + verdict.rule() + " of its config.json";
            }
        }
        return shown;
    }

    private List<String> namesThatKill() {
        TreeSet<String> names = new TreeSet<>();
        for (SeccompSyscall entry : profile.syscalls()) {
            if (ends(entry.action())) {
                names.addAll(entry.names());
            }
        }
        List<String> all = List.copyOf(names);
        return ends(profile.defaultAction()) || all.size() > MOST_NAMES ? List.of() : all;
    }

    private static boolean ends(SeccompAction action) {
        return switch (action) {
            case KILL, KILL_THREAD, KILL_PROCESS, TRAP -> true;
            default -> false;
        };
    }

    @Override
    public void close() {
        if (socket != Fd.NONE) {
            kernel.close(socket);
        }
    }
}
