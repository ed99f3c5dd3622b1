package carafe.container.criu;

import carafe.spec.Config;
import carafe.spec.NamespaceType;

/** What requests to save and to restore have in common. */
final class CommonRequest {
    /** An annotation names a file with settings that override ours, or is empty for no such file; as with runc. */
    private static final String CONFIG_ANNOTATION = "org.criu.config";
    private static final String CONFIG_FILE = "/etc/criu/runc.conf";

    private CommonRequest() {
    }

    static CriuRequest of(RequestType type, CriuOptions options, ImageDirectories directories, String logFile,
            Config config) {
        CriuRequest request = new CriuRequest(type);
        directories.addTo(request);
        request.set(CriuOption.LOG_LEVEL, CriuLog.LEVEL)
                .set(CriuOption.LOG_FILE, logFile)
                .set(CriuOption.NOTIFY_SCRIPTS, true)
                .set(CriuOption.MANAGE_CGROUPS, true)
                .set(CriuOption.MANAGE_CGROUPS_MODE, options.manageCgroups().number())
                .set(CriuOption.SHELL_JOB, options.shellJob())
                .set(CriuOption.TCP_ESTABLISHED, options.tcpEstablished())
                .set(CriuOption.EXT_UNIX_SK, options.extUnixSockets())
                .set(CriuOption.FILE_LOCKS, options.fileLocks())
                // network devices are the engine's, whether --empty-ns says so or not
                .set(CriuOption.EMPTY_NAMESPACES, NamespaceType.NETWORK.cloneFlag())
                .set(CriuOption.ORPHAN_PTS_MASTER, true)
                .set(CriuOption.AUTO_DEDUP, options.autoDedup())
                .set(CriuOption.LAZY_PAGES, options.lazyPages());
        if (options.networkLock() != null) {
            request.set(CriuOption.NETWORK_LOCK, options.networkLock().number());
        }
        String settings = config.annotations().getOrDefault(CONFIG_ANNOTATION, CONFIG_FILE);
        if (!settings.isEmpty()) {
            request.set(CriuOption.CONFIG_FILE, settings);
        }
        return request;
    }
}
