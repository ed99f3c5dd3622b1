package carafe.container.criu;

/**
 * What checkpoint and restore have in common on the command line.
 *
 * @param imagePath         directory of the image files, absolute
 * @param workPath          directory for logs, absolute; null for the image directory
 */
public record CriuOptions(
        String imagePath,
        String workPath,
        boolean tcpEstablished,
        boolean extUnixSockets,
        boolean shellJob,
        boolean fileLocks,
        ManageCgroups manageCgroups,
        boolean autoDedup,
        boolean lazyPages) {

    /** Where CRIU's log is. */
    String logDirectory() {
        return workPath == null ? imagePath : workPath;
    }
}
