package carafe.container.seccomp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SyscallTableTest {
    private static final SyscallTable TABLE = SyscallTable.get();

    @Test
    void everyCallIsFoundByItsName() {
        for (int call = 0; call < TABLE.size(); call++) {
            assertEquals(call, TABLE.find(TABLE.name(call)), TABLE.name(call));
        }
        assertTrue(TABLE.find("no_such_call") < 0);
    }

    @Test
    void numbersAreThoseOfTheKernel() {
        assertEquals(0, number(SyscallAbi.X86_64, "read"));
        assertEquals(512, number(SyscallAbi.X32, "rt_sigaction"));
        assertEquals(3, number(SyscallAbi.I386, "read"));
        assertEquals(63, number(SyscallAbi.AARCH64, "read"));
        assertEquals(0xf0005, number(SyscallAbi.ARM, "set_tls"));
        assertEquals(259, number(SyscallAbi.RISCV64, "riscv_flush_icache"));
        assertEquals(102, number(SyscallAbi.S390X, "socketcall"));
        assertEquals(359, number(SyscallAbi.S390, "socket"));
        assertEquals(326, number(SyscallAbi.PPC64LE, "socket"));
        for (SyscallAbi abi : SyscallAbi.values()) {
            assertEquals(437, number(abi, "openat2"), abi.name());
        }
    }

    @Test
    void laterCallsHaveLaterKernels() {
        String[] inOrder = {"read", "openat", "setns", "clone3", "openat2", "mseal", "open_tree_attr"};
        for (int i = 1; i < inOrder.length; i++) {
            int earlier = TABLE.since(TABLE.find(inOrder[i - 1]));
            assertTrue(earlier < TABLE.since(TABLE.find(inOrder[i])), inOrder[i]);
        }
    }

    /** All ABIs share the numbers from 403 on, since Linux 5.1. Without a version a call would be the oldest of all. */
    @Test
    void everyCallOfTheCommonRangeHasAVersion() {
        for (SyscallAbi abi : SyscallAbi.values()) {
            int[] numbers = TABLE.numbers(abi);
            for (int rank = 0; rank < numbers.length; rank++) {
                if (numbers[rank] >= 403 && numbers[rank] < 512) {
                    assertTrue(TABLE.sinceOfRank(abi, rank) >= 5 << 16, abi + " " + numbers[rank]);
                }
            }
        }
    }

    @Test
    void callsBehindACommonEntranceAreThoseOfTheKernel() {
        assertEquals(new Multiplexer(TABLE.find("socketcall"), -1, 1), Multiplexer.of(TABLE.find("socket")));
        assertEquals(new Multiplexer(TABLE.find("socketcall"), -1, 20), Multiplexer.of(TABLE.find("sendmmsg")));
        assertEquals(new Multiplexer(TABLE.find("ipc"), 0xffff, 4), Multiplexer.of(TABLE.find("semtimedop")));
        assertEquals(new Multiplexer(TABLE.find("ipc"), 0xffff, 13), Multiplexer.of(TABLE.find("msgget")));
        assertEquals(new Multiplexer(TABLE.find("ipc"), 0xffff, 24), Multiplexer.of(TABLE.find("shmctl")));
        assertNotNull(Multiplexer.of(TABLE.find("recv")), "a call that i386 has no number for");
    }

    private static int number(SyscallAbi abi, String name) {
        return TABLE.numbers(abi)[TABLE.rank(abi, TABLE.find(name))];
    }
}
