package carafe.kernel.servant;

import static carafe.kernel.servant.X86Assembler.ABOVE_OR_EQUAL;
import static carafe.kernel.servant.X86Assembler.EQUAL;
import static carafe.kernel.servant.X86Assembler.NOT_EQUAL;
import static carafe.kernel.servant.X86Assembler.R10;
import static carafe.kernel.servant.X86Assembler.R12;
import static carafe.kernel.servant.X86Assembler.R14;
import static carafe.kernel.servant.X86Assembler.R8;
import static carafe.kernel.servant.X86Assembler.R9;
import static carafe.kernel.servant.X86Assembler.RAX;
import static carafe.kernel.servant.X86Assembler.RBP;
import static carafe.kernel.servant.X86Assembler.RBX;
import static carafe.kernel.servant.X86Assembler.RCX;
import static carafe.kernel.servant.X86Assembler.RDI;
import static carafe.kernel.servant.X86Assembler.RDX;
import static carafe.kernel.servant.X86Assembler.RSI;

import carafe.kernel.Abi;
import carafe.kernel.Errno;
import carafe.kernel.ProcessCalls;
import carafe.kernel.Syscall;

/**
 * The servant for x86_64.
 *
 * <p>rbx: control block; rbp: record that runs; r12: end of the batch; r14: start of the batch. There is no stack.
 */
final class X86Program implements Program {
    private static final int[] ARGUMENT_REGISTERS = {RDI, RSI, RDX, R10, R8, R9};
    private static final int PROT_READ_WRITE = 1 | 2;
    /** MAP_SHARED | MAP_FIXED_NOREPLACE */
    private static final int MAP_AT = 0x100001;

    private final X86Assembler asm = new X86Assembler();

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
        asm.label("exit 125").set(RDI, EXIT_NO_ARENA);
        exit();
        return asm.finish();
    }

    @Override
    public int signalHandler() {
        return asm.offset(SIGNAL_HANDLER);
    }

    /** First of all, because execve made the process dumpable: from here on nobody may look into it (CVE-2016-9962). */
    private void becomeUndumpable() {
        asm.set(RDI, ProcessCalls.PR_SET_DUMPABLE).zero(RSI).zero(RDX).zero(R10).zero(R8);
        call(Syscall.PRCTL);
    }

    private void mapArena(long arena, int arenaSize, int arenaFd, long controlBlock) {
        asm.set(RDI, arena).set(RSI, arenaSize).set(RDX, PROT_READ_WRITE).set(R10, MAP_AT).set(R8, arenaFd).zero(R9);
        call(Syscall.MMAP);
        asm.compare(RAX, RDI).jumpIf(NOT_EQUAL, "exit 125");
        asm.set(RDI, arenaFd);
        call(Syscall.CLOSE);
        asm.set(RBX, controlBlock);
    }

    /** Waits for {address, count}; the other end closed means there is nothing left to do. */
    private void readCommand() {
        asm.label("read");
        asm.load32(RDI, RBX, ControlBlock.SOCKET).address(RSI, RBX, ControlBlock.COMMAND)
                .set(RDX, ControlBlock.COMMAND_BYTES);
        call(Syscall.READ);
        asm.compareTo(RAX, ControlBlock.COMMAND_BYTES).jumpIf(EQUAL, "batch");
        asm.compareTo(RAX, -Errno.EINTR).jumpIf(EQUAL, "read");
        asm.label("exit 0").zero(RDI);
        exit();
    }

    private void runRecords() {
        asm.label("batch");
        asm.load64(RBP, RBX, ControlBlock.COMMAND).load32(R12, RBX, ControlBlock.COUNT);
        asm.shiftLeft(R12, RecordLayout.SIZE_SHIFT).add(R12, RBP).move(R14, RBP);
        asm.label("next").compare(RBP, R12).jumpIf(ABOVE_OR_EQUAL, "done");
        asm.store64(RBX, ControlBlock.CURRENT, RBP);
        asm.load16(RAX, RBP, RecordLayout.NUMBER).load8(RCX, RBP, RecordLayout.FLAGS);
        for (int i = 0; i < ARGUMENT_REGISTERS.length; i++) {
            int register = ARGUMENT_REGISTERS[i];
            asm.load64(register, RBP, RecordLayout.ARGUMENTS + 8 * i);
            asm.testCl(1 << i).jumpIf(EQUAL, "plain " + i);
            asm.loadIndexed(register, RBX, register, ControlBlock.SLOTS).label("plain " + i);
        }
        asm.compare32To(RAX, Syscall.CLONE3.number(Abi.X86_64)).jumpIf(EQUAL, "clone");
        asm.syscall();
        asm.label("store").store64(RBP, RecordLayout.RESULT, RAX);
        asm.testByte(RBP, RecordLayout.FLAGS, RecordLayout.STORE).jumpIf(EQUAL, "stored");
        asm.load8(RCX, RBP, RecordLayout.SLOT).storeIndexed(RBX, RCX, ControlBlock.SLOTS, RAX);
        asm.label("stored").compareTo(RAX, -(Errno.LIMIT - 1)).jumpIf(ABOVE_OR_EQUAL, "error");
        asm.label("advance").address(RBP, RBP, RecordLayout.SIZE).jump("next");
    }

    /** With the record's errno in eax: allowed, or the end of the batch. */
    private void handleError() {
        asm.label("error").negateEax();
        asm.testByte(RBP, RecordLayout.FLAGS, RecordLayout.ALLOW_ALL).jumpIf(NOT_EQUAL, "advance");
        asm.compareAlWith(RBP, RecordLayout.ALLOWED_1).jumpIf(EQUAL, "advance");
        asm.compareAlWith(RBP, RecordLayout.ALLOWED_2).jumpIf(EQUAL, "advance");
        asm.jump("finish");
    }

    private void finishBatch() {
        asm.label("done").zero(RAX);
        asm.label("finish").store64(RBX, ControlBlock.ERROR, RAX);
        asm.move(RCX, RBP).subtract(RCX, R14).shiftRight(RCX, RecordLayout.SIZE_SHIFT);
        asm.store64(RBX, ControlBlock.DONE, RCX);
        asm.test(RAX, RAX).jumpIf(EQUAL, "answer");
        asm.load64(RDX, RBX, ControlBlock.ON_ERROR).test(RDX, RDX).jumpIf(EQUAL, "answer");
        asm.move(RBP, RDX).move(R14, RDX).load32(R12, RBX, ControlBlock.ON_ERROR_COUNT);
        asm.shiftLeft(R12, RecordLayout.SIZE_SHIFT).add(R12, RBP);
        // once only: an error in there ends like any other
        asm.storeConstant64(RBX, ControlBlock.ON_ERROR, 0).jump("next");
    }

    private void answer() {
        asm.label("answer");
        asm.load32(RDI, RBX, ControlBlock.SOCKET).address(RSI, RBX, ControlBlock.DONE)
                .set(RDX, ControlBlock.ANSWER_BYTES);
        call(Syscall.WRITE);
        asm.compareTo(RAX, -Errno.EINTR).jumpIf(EQUAL, "answer").jump("read");
    }

    /** Argument 5 of the record, which the kernel leaves in r9, is the new process's control block. */
    private void cloned() {
        asm.label("clone").syscall().test(RAX, RAX).jumpIf(NOT_EQUAL, "store");
        asm.move(RBX, R9).jump("answer");
    }

    /** A signal handler; its argument is the signal's number. */
    private void endOnSignal() {
        asm.label(SIGNAL_HANDLER).address(RDI, RDI, DIED_OF_SIGNAL);
        exit();
    }

    /** A filter that refuses even this call must not make the process go on with what happens to come next. */
    private void exit() {
        call(Syscall.EXIT_GROUP);
        asm.trap();
    }

    private void call(Syscall syscall) {
        asm.set(RAX, syscall.number(Abi.X86_64)).syscall();
    }
}
