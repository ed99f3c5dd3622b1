package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.kernel.StartWords;

/** Who gets the listener of a filter by which another process decides, if config.json does not say. */
final class SeccompReceiver {
    /** crun's name for it. */
    private static final String VARIABLE = "RUN_OCI_SECCOMP_RECEIVER";

    private SeccompReceiver() {
    }

    /**
     * The path of its socket; null for none.
     *
     * @throws Refused if the path is not absolute
     */
    static String ofEnvironment() {
        String path = StartWords.variable(VARIABLE);
        if (path != null && !path.startsWith("/")) {
            throw new Refused(VARIABLE + " is \"" + path + "\", expected an absolute path");
        }
        return path;
    }
}
