package carafe.cli.verb;

import carafe.container.Document;
import carafe.container.Refused;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.spec.json.YamlForm;

/**
 * The configuration of a bundle, in either of the two forms it may have.
 *
 * @param file name of the file it was found in, within the bundle
 * @param json its contents, converted if need be
 */
record BundleConfig(String file, byte[] json) {
    static final String JSON_FILE = "config.json";
    static final String YAML_FILE = "config.yaml";

    /** Opens a bundle, the current directory if {@code path} is null. */
    static Fd openBundle(Kernel kernel, String path) {
        String directory = path == null ? "." : path;
        Fd bundle = kernel.allowing(Errno.ENOENT, Errno.ENOTDIR)
                .openat(Fd.CWD, directory, Open.O_RDONLY | Open.O_DIRECTORY);
        if (bundle.failed()) {
            throw new Refused("bundle " + directory + ": " + Errno.text(bundle.errno()));
        }
        return bundle;
    }

    /** Reads config.json, else config.yaml. */
    static BundleConfig read(Kernel kernel, Fd bundle) {
        BundleConfig config = readIfThere(kernel, bundle);
        if (config == null) {
            throw new Refused("JSON specification file " + JSON_FILE + " not found");
        }
        return config;
    }

    /** The same; null if there is neither. */
    static BundleConfig readIfThere(Kernel kernel, Fd bundle) {
        byte[] json = readIfThere(kernel, bundle, JSON_FILE);
        if (json != null) {
            return new BundleConfig(JSON_FILE, json);
        }
        byte[] yaml = readIfThere(kernel, bundle, YAML_FILE);
        if (yaml != null) {
            return new BundleConfig(YAML_FILE, YamlForm.toJson(YAML_FILE, yaml));
        }
        return null;
    }

    private static byte[] readIfThere(Kernel kernel, Fd bundle, String name) {
        Fd file = Document.open(kernel, bundle, name);
        if (file.errno() == Errno.ENOENT) {
            return null;
        }
        if (file.failed()) {
            throw new Refused("open " + name + ": " + Errno.text(file.errno()));
        }
        return Document.read(kernel, file, name);
    }
}
