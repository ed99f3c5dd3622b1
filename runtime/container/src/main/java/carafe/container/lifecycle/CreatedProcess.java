package carafe.container.lifecycle;

import carafe.kernel.Fd;

/**
 * The first process of a container that was just created, a child of this process.
 *
 * @param pid     on the host
 * @param console the master of its terminal, owned by the receiver; {@link Fd#NONE} if it has none or it was sent away
 */
public record CreatedProcess(int pid, Fd console) {
}
