package carafe.cli.verb;

import carafe.cli.args.Arguments;
import carafe.container.Refused;
import carafe.container.process.Caller;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;

/**
 * The directory that holds one directory of state for every container.
 *
 * @param path absolute and clean
 * @param given whether {@code --root} named it; a default that does not exist means "no containers yet"
 * @param temporary whether it lies in $XDG_RUNTIME_DIR, where only sticky directories survive the cleaning of old
 *     files (XDG base directory specification)
 */
public record StateRoot(String path, boolean given, boolean temporary) {
    private static final String DEFAULT = "/run/carafe";
    private static final int STICKY_OWNER_ONLY = 01700;
    private static final int OWNER_ONLY = 0700;

    public static StateRoot of(Arguments global, Kernel kernel, Environment environment) {
        if (global.has(GlobalFlags.ROOT)) {
            String path = AbsolutePath.of(kernel, global.text(GlobalFlags.ROOT));
            if (path.equals("/")) {
                throw new Refused("Option --root argument should not be set to /");
            }
            return new StateRoot(path, true, false);
        }
        String runtimeDirectory = environment.get("XDG_RUNTIME_DIR");
        if (runtimeDirectory != null && !runtimeDirectory.isEmpty() && isUser(kernel, environment)) {
            return new StateRoot(runtimeDirectory + "/carafe", false, true);
        }
        return new StateRoot(DEFAULT, false, false);
    }

    /** Makes a directory below $XDG_RUNTIME_DIR ready for a first container; others are made when they are needed. */
    public void prepare(Kernel kernel) {
        if (temporary) {
            kernel.allowing(Errno.EEXIST).mkdirat(Fd.CWD, path, OWNER_ONLY);
            kernel.fchmodat(Fd.CWD, path, STICKY_OWNER_ONLY);
        }
    }

    /** The root of a user namespace counts as a user, too, unless $USER says that it is meant to be root in earnest. */
    private static boolean isUser(Kernel kernel, Environment environment) {
        Caller caller = Caller.of(kernel);
        return !caller.isRoot() || caller.inUserNamespace() && !"root".equals(environment.get("USER"));
    }
}
