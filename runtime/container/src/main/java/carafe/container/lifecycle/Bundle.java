package carafe.container.lifecycle;

import carafe.container.Document;
import carafe.container.Notices;
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
import carafe.spec.json.YamlForm;
import carafe.spec.validate.Validator;

/**
 * A directory with a config.json and, usually, a root file system.
 *
 * @param path       absolute, without symbolic links
 * @param configPath of config.json or config.yaml, for messages
 * @param json       the configuration, as JSON whatever it was written in
 * @param rootfs     absolute path of the root file system, without symbolic links
 */
record Bundle(String path, String configPath, byte[] json, Config config, String rootfs) {
    /**
     * Reads and validates config.json, or config.yaml where that stands in its place.
     *
     * @param path    relative to the current directory
     * @param notices gets what is questionable but no error
     * @throws Refused       if there is no such directory, or no configuration in it
     * @throws SpecException if the configuration cannot be used, or its root file system is not there
     */
    static Bundle load(Kernel kernel, String path, Notices notices) {
        Fd directory = kernel.allowingAll().openat(Fd.CWD, path, Open.O_PATH | Open.O_DIRECTORY);
        if (directory.failed()) {
            throw new Refused("bundle " + path + ": " + (directory.errno() == Errno.ENOTDIR
                    ? "not a directory, expected one that holds config.json" : Errno.text(directory.errno())));
        }
        String absolute = kernel.readlinkat(Fd.CWD, "/proc/self/fd/" + directory.number());
        String configPath = absolute + "/config.json";
        Fd file = Document.open(kernel, directory, "config.json");
        byte[] json;
        if (file.failed()) {
            int errno = file.errno();
            file = Document.open(kernel, directory, "config.yaml");
            if (file.failed()) {
                throw new Refused(configPath + ": " + Errno.text(errno)
                        + ", expected the container's configuration (\"carafe spec\" writes one)");
            }
            configPath = absolute + "/config.yaml";
            json = YamlForm.toJson(configPath, Document.read(kernel, file, configPath));
        } else {
            json = Document.read(kernel, file, configPath);
        }
        Findings findings = Findings.stoppingAtFirstError(configPath);
        Config config = ConfigReader.readConfig(json, findings);
        Validator.validate(config, findings);
        for (Finding finding : findings.all()) {
            // engines write much that is merely pointless, and expect silence on success
            notices.debug(configPath + ": " + finding.message());
        }
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
