package carafe.cli.verb;

import carafe.cli.args.Arguments;
import carafe.cli.args.Flag;
import carafe.cli.args.Syntax;
import carafe.container.Refused;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Open;
import carafe.kernel.Syscall;
import carafe.spec.SpecTemplate;
import carafe.spec.json.YamlForm;
import java.util.List;

/** {@code spec}: writes a first config.json, or checks one. */
final class SpecVerb implements Verb {
    static final Flag ROOTLESS = Flag.toggle("rootless", "write a configuration for a user without privileges");
    static final Flag FORMAT = Flag.choice("format", "FORMAT", List.of("json", "yaml"),
            "write config.json or config.yaml").orElse("json");
    static final Flag FILE = Flag.file("file", "PATH",
            "write to this file, relative to the bundle, instead of config.json").withAlias("f");
    static final Flag VALIDATE = Flag.toggle("validate", "write nothing; check the configuration that is there");

    static final Syntax SYNTAX = Syntax.of("spec", "write a template of config.json")
            .flags(SharedFlags.BUNDLE, ROOTLESS, FORMAT, FILE, VALIDATE)
            .description("""
                    Writes a configuration that runs a shell on a terminal, to be edited. An
                    existing file is never overwritten.

                    With --validate, reports everything in the bundle's configuration that the
                    specification forbids, each with its place in the document, and fails if there
                    is anything.""")
            .example("carafe spec --rootless", "write config.json for an unprivileged user")
            .example("carafe spec --validate --bundle /srv/web", "check /srv/web/config.json")
            .build();

    private static final int ALL_MAY_WRITE = 0666;
    /** include/uapi/linux/magic.h */
    private static final long CGROUP2_SUPER_MAGIC = 0x63677270;

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        Arguments arguments = call.arguments();
        String directory = arguments.textOrNull(SharedFlags.BUNDLE);
        if (arguments.isOn(VALIDATE)) {
            return Lint.run(call, directory);
        }
        boolean yaml = switch (arguments.text(FORMAT)) {
            case "json" -> false;
            case "yaml" -> true;
            default -> throw new Refused("invalid format option");
        };
        Kernel kernel = call.kernel();
        Fd bundle = BundleConfig.openBundle(kernel, directory);
        String file = arguments.textOrNull(FILE);
        if (file == null) {
            file = yaml ? BundleConfig.YAML_FILE : BundleConfig.JSON_FILE;
            // whichever is there already would be hidden by, or hide, the other
            refuseToReplace(kernel, bundle, yaml ? BundleConfig.JSON_FILE : BundleConfig.YAML_FILE);
        }
        refuseToReplace(kernel, bundle, file);
        byte[] json = template(kernel, arguments.isOn(ROOTLESS));
        write(kernel, bundle, file, yaml ? YamlForm.fromJson(json) : json);
        return 0;
    }

    private static void refuseToReplace(Kernel kernel, Fd bundle, String file) {
        int anyAccess = 0;
        if (!kernel.allowing(Errno.ENOENT).faccessat(bundle, file, anyAccess, 0).failed()) {
            throw new Refused("File " + file + " exists. Remove it first");
        }
    }

    private static byte[] template(Kernel kernel, boolean rootless) {
        boolean cgroupNamespace = hasUnifiedCgroups(kernel);
        if (!rootless) {
            return SpecTemplate.rootful(cgroupNamespace);
        }
        long uid = kernel.run(kernel.call(Syscall.GETEUID)).get();
        long gid = kernel.run(kernel.call(Syscall.GETEGID)).get();
        return SpecTemplate.rootless(cgroupNamespace, uid, gid);
    }

    private static boolean hasUnifiedCgroups(Kernel kernel) {
        Fd root = kernel.allowing(Errno.ENOENT).openat(Fd.CWD, "/sys/fs/cgroup", Open.O_PATH);
        return !root.failed() && kernel.fileSystemType(root) == CGROUP2_SUPER_MAGIC;
    }

    private static void write(Kernel kernel, Fd bundle, String name, byte[] content) {
        Fd file = kernel.openat(bundle, name, Open.O_WRONLY | Open.O_CREAT | Open.O_EXCL, ALL_MAY_WRITE);
        kernel.write(file, content);
        kernel.close(file);
    }
}
