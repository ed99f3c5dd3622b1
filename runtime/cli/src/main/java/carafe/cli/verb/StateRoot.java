package carafe.cli.verb;

import carafe.cli.args.Arguments;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Syscall;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

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

    /** What a process outside any user namespace reads in /proc/self/uid_map: user_namespaces(7). */
    private static final String ALL_IDS = "0 0 4294967295";

    public static StateRoot of(Arguments global, Kernel kernel, Environment environment) {
        if (global.has(GlobalFlags.ROOT)) {
            String path = AbsolutePath.of(kernel, global.text(GlobalFlags.ROOT));
            if (path.equals("/")) {
                throw new CommandFailure("Option --root argument should not be set to /");
            }
            return new StateRoot(path, true, false);
        }
        String runtimeDirectory = environment.get("XDG_RUNTIME_DIR");
        if (runtimeDirectory != null && !runtimeDirectory.isEmpty() && isUnprivileged(kernel, environment)) {
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

    /**
     * Whether the user's own directory is the right place. The root of a user namespace counts as a user, too, unless
     * $USER says that it is meant to be root in earnest.
     */
    private static boolean isUnprivileged(Kernel kernel, Environment environment) {
        if (kernel.run(kernel.call(Syscall.GETEUID)).get() != 0) {
            return true;
        }
        return inUserNamespace(kernel) && !"root".equals(environment.get("USER"));
    }

    private static boolean inUserNamespace(Kernel kernel) {
        String map = kernel.readText(Fd.CWD, "/proc/self/uid_map");
        return !String.join(" ", words(map)).equals(ALL_IDS);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringTokenizer rest = new StringTokenizer(text);
        while (rest.hasMoreTokens()) {
            words.add(rest.nextToken());
        }
        return words;
    }
}
