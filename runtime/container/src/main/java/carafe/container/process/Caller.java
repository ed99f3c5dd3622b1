package carafe.container.process;

import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Syscall;

/**
 * Whoever runs carafe.
 *
 * @param uid             effective
 * @param inUserNamespace whether that is not the initial one
 */
public record Caller(long uid, boolean inUserNamespace) {
    /** The one line of /proc/self/uid_map outside any user namespace (user_namespaces(7)), without its padding. */
    private static final String ALL_IDS = "0 0 4294967295";

    public static Caller of(Kernel kernel) {
        long uid = kernel.run(kernel.call(Syscall.GETEUID)).get();
        String map = kernel.readText(Fd.CWD, "/proc/self/uid_map").strip();
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < map.length(); i++) {
            if (map.charAt(i) != ' ' || map.charAt(i - 1) != ' ') {
                words.append(map.charAt(i));
            }
        }
        return new Caller(uid, !words.toString().equals(ALL_IDS));
    }

    /**
     * Whether it may look into a process of its own that is not dumpable: CAP_SYS_PTRACE over the user namespace in
     * which that was executed (ptrace(2)).
     */
    public boolean seesUndumpable() {
        return isRoot();
    }

    /** Root over its own user namespace and all below, which need not be the whole host. */
    public boolean isRoot() {
        return uid == 0;
    }

    /** Root over the whole host. */
    public boolean isPrivileged() {
        return uid == 0 && !inUserNamespace;
    }
}
