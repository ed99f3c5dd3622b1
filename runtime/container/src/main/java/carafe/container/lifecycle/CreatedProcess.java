package carafe.container.lifecycle;

import carafe.kernel.Fd;

/**
 * A process that was just set up in a container, a child of this process.
 *
 * @param pid     on the host
 * @param console the master of its terminal, owned by the receiver; {@link Fd#NONE} if it has none or it was sent away
 */
record CreatedProcess(int pid, Fd console) {
}
