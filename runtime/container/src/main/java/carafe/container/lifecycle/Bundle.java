package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.spec.Config;
import carafe.spec.ConfigReader;
import carafe.spec.json.Finding;
import carafe.spec.json.Findings;
import carafe.spec.json.SpecException;
import carafe.spec.validate.Validator;

/**
 * A directory with a config.json and, usually, a root file system.
 *
 * @param path       absolute, without symbolic links
 * @param configPath of config.json, for messages
 * @param json       config.json as it was read
 * @param rootfs     absolute path of the root file system, without symbolic links
 */
record Bundle(String path, String configPath, byte[] json, Config config, String rootfs) {
    /**
     * Reads and validates.
     *
     * @param path relative to the current directory
     * @throws Refused       if there is no such directory, or no config.json in it
     * @throws SpecException if config.json cannot be used, or its root file system is not there
     */
    static Bundle load(Kernel kernel, String path) {
        Fd directory = kernel.allowingAll().openat(Fd.CWD, path, Open.O_PATH | Open.O_DIRECTORY);
        if (directory.failed()) {
            throw new Refused("bundle " + path + ": " + (directory.errno() == Errno.ENOTDIR
                    ? "not a directory, expected one that holds config.json" : Errno.text(directory.errno())));
        }
        String absolute = kernel.readlinkat(Fd.CWD, "/proc/self/fd/" + directory.number());
        String configPath = absolute + "/config.json";
        Fd file = kernel.allowing(Errno.ENOENT, Errno.EACCES).openat(directory, "config.json", Open.O_RDONLY);
        if (file.failed()) {
            throw new Refused(configPath + ": " + Errno.text(file.errno())
                    + ", expected the container's configuration (\"carafe spec\" writes one)");
        }
        byte[] json = kernel.readAll(file);
        kernel.close(file);
        Findings findings = Findings.stoppingAtFirstError(configPath);
        Config config = ConfigReader.readConfig(json, findings);
        Validator.validate(config, findings);
        String rootfs = rootfs(kernel, directory, configPath, config);
        kernel.close(directory);
        return new Bundle(absolute, configPath, json, config, rootfs);
    }

    private static String rootfs(Kernel kernel, Fd bundle, String configPath, Config config) {
        String path = config.root().path();
        Fd rootfs = kernel.allowingAll().openat(bundle, path, Open.O_PATH | Open.O_DIRECTORY);
        if (rootfs.failed()) {
            throw new SpecException(configPath, Finding.error("/root/path", Finding.quoted(path),
                    "an existing directory with the root file system (" + Errno.text(rootfs.errno()) + ")"));
        }
        String absolute = kernel.readlinkat(Fd.CWD, "/proc/self/fd/" + rootfs.number());
        kernel.close(rootfs);
        return absolute;
    }
}
