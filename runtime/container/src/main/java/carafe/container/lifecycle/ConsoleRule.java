package carafe.container.lifecycle;

import carafe.container.EngineWords;
import carafe.container.Refused;
import carafe.spec.Process;

/** Somebody must hold the master of a terminal: this process if it stays, else whoever listens on a socket. */
final class ConsoleRule {
    private ConsoleRule() {
    }

    /** @throws Refused if nobody would hold it, or if a socket is given for a terminal that is not made or sent */
    static void check(Process process, boolean detached, String consoleSocket) {
        if (detached && process.terminal() && consoleSocket == null) {
            throw new Refused(EngineWords.CONSOLE_SOCKET_MISSING);
        }
        if (consoleSocket != null && !(detached && process.terminal())) {
            throw new Refused(EngineWords.CONSOLE_SOCKET_UNUSED);
        }
    }
}
