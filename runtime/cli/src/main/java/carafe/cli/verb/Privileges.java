package carafe.cli.verb;

import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Syscall;
import java.util.StringTokenizer;

/** Whether this process is root, and if so, of what. */
final class Privileges {
    /** What /proc/self/uid_map holds outside any user namespace: all ids, unchanged (user_namespaces(7)). */
    private static final String[] ALL_IDS = {"0", "0", "4294967295"};

    private Privileges() {
    }

    /** Whether it lacks the powers of the host's root: another user, or root of a user namespace. */
    static boolean areMissing(Kernel kernel) {
        return !isRoot(kernel) || isInUserNamespace(kernel);
    }

    static boolean isRoot(Kernel kernel) {
        return kernel.run(kernel.call(Syscall.GETEUID)).get() == 0;
    }

    static boolean isInUserNamespace(Kernel kernel) {
        StringTokenizer words = new StringTokenizer(kernel.readText(Fd.CWD, "/proc/self/uid_map"));
        for (String expected : ALL_IDS) {
            if (!words.hasMoreTokens() || !words.nextToken().equals(expected)) {
                return true;
            }
        }
        return words.hasMoreTokens();
    }
}
