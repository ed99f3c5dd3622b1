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
import carafe.spec.json.Severity;
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
     * @param given   file of the configuration, relative to the current directory; null for the one in the bundle
     * @param notices gets what is questionable but no error
     * @throws Refused       if there is no such directory, or no configuration in it
     * @throws SpecException if the configuration cannot be used, or its root file system is not there
     */
    static Bundle load(Kernel kernel, String path, String given, Notices notices) {
        Fd directory = kernel.allowingAll().openat(Fd.CWD, path, Open.O_PATH | Open.O_DIRECTORY);
        if (directory.failed()) {
            throw new Refused("bundle " + path + ": " + (directory.errno() == Errno.ENOTDIR
                    ? "not a directory, expected one that holds config.json" : Errno.text(directory.errno())));
        }
        String absolute = kernel.readlinkat(Fd.CWD, "/proc/self/fd/" + directory.number());
        Source source = given != null ? given(kernel, given) : inside(kernel, directory, absolute);
        String configPath = source.path();
        byte[] json = source.json();
        Findings findings = Findings.stoppingAtFirstError(configPath);
        Config config = ConfigReader.readConfig(json, findings).withListener(SeccompReceiver.ofEnvironment());
        Validator.validate(config, findings);
        tell(findings, notices);
        String rootfs = rootfs(kernel, directory, configPath, config);
        kernel.close(directory);
        return new Bundle(absolute, configPath, json, config, rootfs);
    }

    /** What is no error. */
    static void tell(Findings findings, Notices notices) {
        for (Finding finding : findings.all()) {
            String message = findings.file() + ": " + finding.message();
            if (finding.severity() == Severity.WARNING) {
                notices.warning(message);
            } else {
                // engines write much that is merely pointless, and expect silence on success
                notices.debug(message);
            }
        }
    }

    /** A configuration as JSON, whatever it was written in, and where it was found. */
    private record Source(String path, byte[] json) {
    }

    private static Source given(Kernel kernel, String path) {
        Fd file = Document.open(kernel, Fd.CWD, path);
        if (file.failed()) {
            throw new Refused(path + ": " + Errno.text(file.errno()) + ", expected the container's configuration");
        }
        byte[] content = Document.read(kernel, file, path);
        return new Source(path, path.endsWith(".yaml") ? YamlForm.toJson(path, content) : content);
    }

    private static Source inside(Kernel kernel, Fd directory, String absolute) {
        String path = absolute + "/config.json";
        Fd file = Document.open(kernel, directory, "config.json");
        if (!file.failed()) {
            return new Source(path, Document.read(kernel, file, path));
        }
        int errno = file.errno();
        file = Document.open(kernel, directory, "config.yaml");
        if (file.failed()) {
            throw new Refused(path + ": " + Errno.text(errno)
                    + ", expected the container's configuration (\"carafe spec\" writes one)");
        }
        path = absolute + "/config.yaml";
        return new Source(path, YamlForm.toJson(path, Document.read(kernel, file, path)));
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
