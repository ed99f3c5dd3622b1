package carafe.kernel.servant;

import static carafe.kernel.servant.Aarch64Assembler.EQUAL;
import static carafe.kernel.servant.Aarch64Assembler.HIGHER_OR_SAME;
import static carafe.kernel.servant.Aarch64Assembler.NOT_EQUAL;
import static carafe.kernel.servant.Aarch64Assembler.ZERO;

import carafe.kernel.Abi;
import carafe.kernel.Errno;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Syscall;

/**
 * The servant for aarch64; {@link X86Program} says the same in the same order.
 *
 * <p>x19: control block; x20: record that runs; x21: end of the batch; x22: start of the batch; x9 to x13 are scratch.
 * x8 takes a system call's number, x0 to x5 its arguments, and x0 its result. There is no stack.
 */
final class Aarch64Program implements Program {
    private static final int NUMBER = 8;
    private static final int FLAGS = 9;
    private static final int SLOTS = 10;
    private static final int SCRATCH = 11;
    private static final int BLOCK = 19;
    private static final int RECORD = 20;
    private static final int END = 21;
    private static final int START = 22;
    private static final int PROT_READ_WRITE = 1 | 2;
    /** MAP_SHARED | MAP_FIXED_NOREPLACE */
    private static final int MAP_AT = 0x100001;

    private final Aarch64Assembler asm = new Aarch64Assembler();

    @Override
    public byte[] assemble(long arena, int arenaSize, int arenaFd, long controlBlock) {
        becomeUndumpable();
        mapArena(arena, arenaSize, arenaFd, controlBlock);
        readCommand();
        runRecords();
        handleError();
        finishBatch();
        answer();
        cloned();
        endOnSignal();
        asm.label("exit 125").set(0, EXIT_NO_ARENA);
        exit();
        return asm.finish();
    }

    @Override
    public int signalHandler() {
        return asm.offset(SIGNAL_HANDLER);
    }

    private void becomeUndumpable() {
        asm.set(0, ProcessCalls.PR_SET_DUMPABLE).set(1, 0).set(2, 0).set(3, 0).set(4, 0);
        call(Syscall.PRCTL);
    }

    private void mapArena(long arena, int arenaSize, int arenaFd, long controlBlock) {
        asm.set(0, arena).set(1, arenaSize).set(2, PROT_READ_WRITE).set(3, MAP_AT).set(4, arenaFd).set(5, 0);
        call(Syscall.MMAP);
        asm.set(SCRATCH, arena).compare(0, SCRATCH).jumpIf(NOT_EQUAL, "exit 125");
        asm.set(0, arenaFd);
        call(Syscall.CLOSE);
        asm.set(BLOCK, controlBlock);
    }

    private void readCommand() {
        asm.label("read");
        asm.load32(0, BLOCK, ControlBlock.SOCKET).add(1, BLOCK, ControlBlock.COMMAND)
                .set(2, ControlBlock.COMMAND_BYTES);
        call(Syscall.READ);
        asm.compareTo(0, ControlBlock.COMMAND_BYTES).jumpIf(EQUAL, "batch");
        asm.compareToNegative(0, Errno.EINTR).jumpIf(EQUAL, "read");
        asm.label("exit 0").set(0, 0);
        exit();
    }

    private void runRecords() {
        asm.label("batch");
        asm.load64(RECORD, BLOCK, ControlBlock.COMMAND).load32(END, BLOCK, ControlBlock.COUNT);
        asm.addShifted(END, RECORD, END, RecordLayout.SIZE_SHIFT).move(START, RECORD);
        asm.label("next").compare(RECORD, END).jumpIf(HIGHER_OR_SAME, "done");
        asm.store64(RECORD, BLOCK, ControlBlock.CURRENT);
        asm.load16(NUMBER, RECORD, RecordLayout.NUMBER).load8(FLAGS, RECORD, RecordLayout.FLAGS);
        asm.add(SLOTS, BLOCK, ControlBlock.SLOTS);
        for (int i = 0; i < 6; i++) {
            asm.load64(i, RECORD, RecordLayout.ARGUMENTS + 8 * i);
            asm.jumpIfBitClear(FLAGS, i, "plain " + i);
            asm.loadIndexed(i, SLOTS, i).label("plain " + i);
        }
        asm.compareTo(NUMBER, Syscall.CLONE3.number(Abi.AARCH64)).jumpIf(EQUAL, "clone");
        asm.syscall();
        asm.label("store").store64(0, RECORD, RecordLayout.RESULT);
        asm.jumpIfBitClear(FLAGS, bit(RecordLayout.STORE), "stored");
        asm.load8(SCRATCH, RECORD, RecordLayout.SLOT).storeIndexed(0, SLOTS, SCRATCH);
        asm.label("stored").compareToNegative(0, Errno.LIMIT - 1).jumpIf(HIGHER_OR_SAME, "error");
        asm.label("advance").add(RECORD, RECORD, RecordLayout.SIZE).jump("next");
    }

    private static int bit(int mask) {
        return Integer.numberOfTrailingZeros(mask);
    }

    private void handleError() {
        asm.label("error").negate(0, 0);
        asm.jumpIfBitSet(FLAGS, bit(RecordLayout.ALLOW_ALL), "advance");
        asm.load8(SCRATCH, RECORD, RecordLayout.ALLOWED_1).compare(0, SCRATCH).jumpIf(EQUAL, "advance");
        asm.load8(SCRATCH, RECORD, RecordLayout.ALLOWED_2).compare(0, SCRATCH).jumpIf(EQUAL, "advance");
        asm.jump("finish");
    }

    private void finishBatch() {
        asm.label("done").set(0, 0);
        asm.label("finish").store64(0, BLOCK, ControlBlock.ERROR);
        asm.subtract(SCRATCH, RECORD, START).shiftRight(SCRATCH, SCRATCH, RecordLayout.SIZE_SHIFT);
        asm.store64(SCRATCH, BLOCK, ControlBlock.DONE);
        asm.jumpIfZero(0, "answer");
        asm.load64(SCRATCH, BLOCK, ControlBlock.ON_ERROR).jumpIfZero(SCRATCH, "answer");
        asm.move(RECORD, SCRATCH).move(START, SCRATCH).load32(END, BLOCK, ControlBlock.ON_ERROR_COUNT);
        asm.addShifted(END, RECORD, END, RecordLayout.SIZE_SHIFT);
        asm.store64(ZERO, BLOCK, ControlBlock.ON_ERROR).jump("next");
    }

    private void answer() {
        asm.label("answer");
        asm.load32(0, BLOCK, ControlBlock.SOCKET).add(1, BLOCK, ControlBlock.DONE).set(2, ControlBlock.ANSWER_BYTES);
        call(Syscall.WRITE);
        asm.compareToNegative(0, Errno.EINTR).jumpIf(EQUAL, "answer").jump("read");
    }

    private void cloned() {
        asm.label("clone").syscall().jumpIfNotZero(0, "store");
        asm.move(BLOCK, 5).jump("answer");
    }

    private void endOnSignal() {
        asm.label(SIGNAL_HANDLER).add(0, 0, DIED_OF_SIGNAL);
        exit();
    }

    /** A filter that refuses even this call must not make the process go on with what happens to come next. */
    private void exit() {
        call(Syscall.EXIT_GROUP);
        asm.trap();
    }

    private void call(Syscall syscall) {
        asm.set(NUMBER, syscall.number(Abi.AARCH64)).syscall();
    }
}
