package carafe.kernel.servant;

import carafe.kernel.Abi;

/** The servant's machine code. */
interface Program {
    /**
     * @param arena        where the shared arena must be mapped
     * @param arenaSize    its size in bytes
     * @param arenaFd      the descriptor it is mapped from and which is closed then
     * @param controlBlock address of the first {@link ControlBlock}
     */
    byte[] assemble(long arena, int arenaSize, int arenaFd, long controlBlock);

    /** Where in the assembled code a signal handler begins that ends the process. */
    int signalHandler();

    String SIGNAL_HANDLER = "signal";

    /** As a shell tells it: plus the signal's number. */
    int DIED_OF_SIGNAL = 128;

    /** The servant found no arena: it was started by somebody else, say as a container's entry point. */
    int EXIT_NO_ARENA = 125;

    static Program of(Abi abi) {
        return abi == Abi.X86_64 ? new X86Program() : new Aarch64Program();
    }
}
