package carafe.container.criu;

/**
 * What checkpoint and restore have in common on the command line.
 *
 * @param imagePath         directory of the image files, absolute
 * @param workPath          directory for logs, absolute; null for the image directory
 * @param networkLock       how the network is locked meanwhile; null for CRIU's default
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
        boolean lazyPages,
        NetworkLock networkLock) {
    /** The first CRIU that can leave the network unlocked; an older one cannot read such a request. */
    private static final int SKIP_VERSION = 31_900;

    /** Where CRIU's log is. */
    String logDirectory() {
        return workPath == null ? imagePath : workPath;
    }

    void requireSupport(CriuProgram criu) {
        if (networkLock == NetworkLock.SKIP) {
            criu.requireVersion(SKIP_VERSION, "--network-lock skip");
        }
    }
}
