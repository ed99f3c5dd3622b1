package carafe.container.lifecycle;

import carafe.kernel.Fd;

/**
 * A container that was just created, its first process a child of this process.
 *
 * @param container still locked, so that nobody else starts or deletes it; to be closed by the receiver
 * @param console   the master of its terminal, owned by the receiver; {@link Fd#NONE} if it has none or it was sent away
 */
record CreatedContainer(Container container, Fd console) {
    /** On the host. */
    int pid() {
        return container.saved().initPid();
    }
}
