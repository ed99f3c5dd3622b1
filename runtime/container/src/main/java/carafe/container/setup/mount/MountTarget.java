package carafe.container.setup.mount;

import carafe.kernel.Fd;
import carafe.kernel.Stat;

/**
 * Where a mount goes.
 *
 * @param fd   O_PATH descriptor of what will be covered
 * @param path the same in the container, for messages and for opening what covers it
 * @param stat of what will be covered; null if it was made just now or is unknown
 */
public record MountTarget(Fd fd, String path, Stat stat) {
    public MountTarget(Fd fd, String path) {
        this(fd, path, null);
    }
}
