package carafe.monitor;

import java.nio.file.Path;

/** Lets a program see other files than the rest of the machine does, in a mount namespace of its own. */
final class PrivateMounts {
    private PrivateMounts() {
    }

    /**
     * The words to run a program with, so that it sees an empty directory in place of {@code directory}.
     *
     * @param work an empty directory of the test
     * @param script puts into the directory {@code $0} what the program is to find there
     */
    static String[] instead(String directory, Path work, String script) {
        String all = "mount -t tmpfs tmpfs \"$0\" || exit 125\n" + script
                + "\nmount --rbind \"$0\" " + directory + " || exit 125\nexec \"$@\"";
        return new String[] {"/usr/bin/unshare", "--mount", "/bin/sh", "-c", all, work.toString()};
    }
}
