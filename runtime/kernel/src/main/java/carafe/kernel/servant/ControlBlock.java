package carafe.kernel.servant;

/**
 * Where a servant's loop keeps its state, as offsets from the block's address; part of the shared arena, so that the
 * step of a dead or stuck servant can be read from outside.
 */
final class ControlBlock {
    static final int SIZE = 0x400;

    /** The message to the servant: address of the first record, number of records. */
    static final int COMMAND = 0x08;
    static final int COUNT = 0x10;
    static final int COMMAND_BYTES = 16;

    /** The servant's answer: records done, error number (0: none). */
    static final int DONE = 0x48;
    static final int ERROR = 0x50;
    static final int ANSWER_BYTES = 16;

    /** Address of the record that is running. */
    static final int CURRENT = 0x58;
    /** The servant's end of the socket, 32 bits. */
    static final int SOCKET = 0x60;
    /** Records to run after an error instead of answering, and how many; 0: none. */
    static final int ON_ERROR = 0x68;
    static final int ON_ERROR_COUNT = 0x70;

    /** Results that later records of a batch take as arguments. */
    static final int SLOTS = 0x80;
    static final int SLOT_COUNT = (SIZE - SLOTS) / Long.BYTES;

    private ControlBlock() {
    }
}
