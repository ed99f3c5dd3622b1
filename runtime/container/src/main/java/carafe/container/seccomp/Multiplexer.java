package carafe.container.seccomp;

/**
 * Calls that some ABIs also offer through a common entrance, whose first argument says which one is meant:
 * {@code socketcall(int call, unsigned long *args)} and {@code ipc(unsigned int call, ...)}.
 *
 * @param entrance the call that is the common entrance
 * @param mask     the bits of its first argument that the kernel looks at
 * @param selector what they are for this call
 */
record Multiplexer(int entrance, int mask, int selector) {
    /** SYS_* of linux/net.h, from 1. */
    private static final String[] SOCKET_CALLS = {
        "socket", "bind", "connect", "listen", "accept", "getsockname", "getpeername", "socketpair", "send", "recv",
        "sendto", "recvfrom", "shutdown", "setsockopt", "getsockopt", "sendmsg", "recvmsg", "accept4", "recvmmsg",
        "sendmmsg",
    };

    /** The calls of linux/ipc.h: four each for semaphores from 1, messages from 11, shared memory from 21. */
    private static final String[][] IPC_CALLS = {
        {"semop", "semget", "semctl", "semtimedop"},
        {"msgsnd", "msgrcv", "msgget", "msgctl"},
        {"shmat", "shmdt", "shmget", "shmctl"},
    };
    private static final int IPC_FAMILY_STEP = 10;
    /** Above it, ipc() takes a version (IPCCALL of linux/ipc.h): a rule must not be dodged by setting one. */
    private static final int IPC_SELECTOR = 0xffff;

    private static final Multiplexer[] BY_CALL = byCall();

    private static Multiplexer[] byCall() {
        SyscallTable table = SyscallTable.get();
        Multiplexer[] byCall = new Multiplexer[table.size()];
        int socketcall = table.find("socketcall");
        for (int i = 0; i < SOCKET_CALLS.length; i++) {
            byCall[table.find(SOCKET_CALLS[i])] = new Multiplexer(socketcall, -1, 1 + i);
        }
        int ipc = table.find("ipc");
        for (int family = 0; family < IPC_CALLS.length; family++) {
            for (int i = 0; i < IPC_CALLS[family].length; i++) {
                int selector = family * IPC_FAMILY_STEP + 1 + i;
                byCall[table.find(IPC_CALLS[family][i])] = new Multiplexer(ipc, IPC_SELECTOR, selector);
            }
        }
        return byCall;
    }

    /** How {@code call} is reached through a common entrance, or null if there is none. */
    static Multiplexer of(int call) {
        return BY_CALL[call];
    }
}
