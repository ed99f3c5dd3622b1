package carafe.container.criu;

/**
 * What a caller of checkpoint can choose.
 *
 * @param parentPath  images of an earlier pre-dump, relative to the image directory; null for none
 * @param statusFd    descriptor that gets a zero byte when pages can be fetched lazily; -1 for none. Closed then.
 * @param pageServer  where memory pages go instead of into files; null for none
 * @param preDump     save memory only, and let the container go on
 */
public record CheckpointOptions(
        CriuOptions common,
        String parentPath,
        boolean leaveRunning,
        boolean tcpSkipInFlight,
        boolean linkRemap,
        int statusFd,
        PageServer pageServer,
        boolean preDump) {
}
