package carafe.container.criu;

/**
 * What a caller of restore can choose, beyond what the new container is.
 *
 * @param tcpClose        connections come back closed
 * @param lsmProfile      TYPE:NAME of the security profile in place of the saved one; null for that
 * @param lsmMountContext SELinux context of mounts in place of the saved one; null for that
 */
public record RestoreOptions(
        CriuOptions common,
        boolean tcpClose,
        String lsmProfile,
        String lsmMountContext) {
    /** The first CRIU with both LSM options; an older one would silently take no notice of them. */
    private static final int LSM_VERSION = 31_600;

    void requireSupport(CriuProgram criu) {
        common.requireSupport(criu);
        if (lsmProfile != null) {
            criu.requireVersion(LSM_VERSION, "--lsm-profile");
        }
        if (lsmMountContext != null) {
            criu.requireVersion(LSM_VERSION, "--lsm-mount-context");
        }
    }
}
