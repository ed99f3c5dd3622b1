package carafe.cli.verb;

import carafe.kernel.Kernel;
import carafe.kernel.Syscall;

/** Descriptors that a service manager passes for sockets it listens on, from 3 on (sd_listen_fds(3)). */
final class ListenFds {
    private ListenFds() {
    }

    /** How many; 0 if the variables are missing, malformed or meant for another process. */
    static int count(Kernel kernel, Environment environment) {
        int count = number(environment.get("LISTEN_FDS"));
        if (count <= 0) {
            return 0;
        }
        int addressee = number(environment.get("LISTEN_PID"));
        return addressee == kernel.run(kernel.call(Syscall.GETPID)).get() ? count : 0;
    }

    private static int number(String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }
}
