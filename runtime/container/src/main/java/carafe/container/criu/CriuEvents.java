package carafe.container.criu;

import carafe.kernel.Fd;

/**
 * What CRIU tells of while it works. Whatever is thrown here makes CRIU give up and take back what it did, and then
 * comes out of {@link CriuSession#perform}.
 */
public interface CriuEvents {
    CriuEvents NONE = new CriuEvents() {
    };

    /** The restored container's namespaces are there, its mounts are not. */
    default void namespacesReady(int pid) {
        // nothing to do
    }

    /** All processes are restored and wait to be let go. */
    default void restored(int pid) {
        // nothing to do
    }

    /** @param master of the container's terminal; owned by the receiver */
    default void terminal(Fd master) {
        throw new IllegalStateException("a terminal where none was restored");
    }

    /** Pages can be fetched lazily from now on. */
    default void pagesReady() {
        // nothing to do
    }
}
