package carafe.container.terminal;

import carafe.kernel.Fd;

/** What {@link Foreground} looks after besides the process it waits for. */
public interface Attended {
    Fd readable();

    /**
     * To be called when there is something to read.
     *
     * @return whether there may be more
     */
    boolean attend();
}
