package carafe.container.setup.mount;

import carafe.kernel.Fd;

/** The container's process, as somebody who can be handed a descriptor of the runtime's process. */
@FunctionalInterface
public interface Receiver {
    /**
     * @param own stays the caller's
     * @return its copy in the container's process, close-on-exec
     */
    Fd receive(Fd own);
}
