package carafe.container.lifecycle;

import carafe.container.Refused;
import carafe.container.setup.Console;
import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.LocalKernel;
import carafe.kernel.Ref;
import carafe.kernel.SocketCalls;
import carafe.kernel.servant.Servant;
import carafe.spec.Config;
import carafe.spec.ContainerProcessState;
import carafe.spec.State;
import carafe.spec.json.JsonWriter;
import carafe.spec.seccomp.Seccomp;
import java.nio.charset.StandardCharsets;

/**
 * Descriptors of a new process that somebody outside waits for: its terminal, a pidfd, its seccomp listener.
 *
 * <pre>
 *   carafe  ── connect ──▶  AF_UNIX stream socket of whoever waits
 *           ── text, SCM_RIGHTS: one descriptor ──▶
 * </pre>
 */
final class Handover implements AutoCloseable {
    private final LocalKernel kernel;
    private final Fd consoleSocket;
    private final Fd pidfdSocket;

    /**
     * Connects, before anything is made that would have to be undone if nobody listens.
     *
     * @param consoleSocket path, or null if nobody waits for the terminal
     * @param pidfdSocket   path, or null if nobody waits for a pidfd
     */
    Handover(LocalKernel kernel, String consoleSocket, String pidfdSocket) {
        this.kernel = kernel;
        this.consoleSocket = connect(kernel, "--console-socket", consoleSocket);
        this.pidfdSocket = connect(kernel, "--pidfd-socket", pidfdSocket);
    }

    private static Fd connect(Kernel kernel, String what, String path) {
        if (path == null) {
            return Fd.NONE;
        }
        Fd socket = kernel.socket(SocketCalls.AF_UNIX, SocketCalls.SOCK_STREAM, 0);
        Ref connected = kernel.allowingAll().connectUnix(socket, path);
        if (connected.failed()) {
            kernel.close(socket);
            throw new Refused(what + " " + path + ": " + Errno.text(connected.errno())
                    + ", expected a Unix stream socket that somebody listens on");
        }
        return socket;
    }

    /**
     * The terminal's master: sent to the console socket if there is one.
     *
     * @param console null for no terminal
     * @return the master if nobody else got it, owned by the caller; else {@link Fd#NONE}
     */
    Fd giveConsole(Servant servant, Console console) {
        if (console == null) {
            return Fd.NONE;
        }
        return giveConsole(servant.take(console.master()), console.name());
    }

    /**
     * The same for a master that this process has already.
     *
     * @param master of this process; taken over
     * @param name   what whoever waits gets to know it by
     */
    Fd giveConsole(Fd master, String name) {
        if (consoleSocket == Fd.NONE) {
            return master;
        }
        kernel.sendFd(consoleSocket, bytes(name), master);
        kernel.close(master);
        return Fd.NONE;
    }

    /** @param text "standard" for a container's first process, "setns" for one that was added */
    void givePidfd(Servant servant, String text) {
        if (pidfdSocket != Fd.NONE) {
            kernel.sendFd(pidfdSocket, bytes(text), servant.pidfd());
        }
    }

    /**
     * The descriptor by which another process decides about system calls.
     *
     * @param listener in the servant's process
     */
    void giveListener(Servant servant, Fd listener, Config config, State state) {
        Seccomp seccomp = config.linux().seccomp();
        Fd own = takeListener(servant, listener);
        // queued only, since from now on every call of the servant may wait for the agent
        servant.close(listener);
        Fd agent = Fd.NONE;
        try {
            agent = connect(kernel, "failed to connect with seccomp agent: /linux/seccomp/listenerPath",
                    seccomp.listenerPath());
            JsonWriter document = JsonWriter.compact();
            new ContainerProcessState(config.ociVersion(), servant.pid(), seccomp.listenerMetadata(), state)
                    .write(document);
            kernel.sendFd(agent, document.toBytes(), own);
        } finally {
            close(agent);
            // the agent's copy is the only one, so that calls fail and do not wait for ever when the agent ends
            close(own);
        }
    }

    private Fd takeListener(Servant servant, Fd listener) {
        // The new filter may stop any call of the servant but the reading and writing of batches, so it sends nothing,
        Fd copy = kernel.allowing(Errno.EPERM).pidfdGetfd(servant.pidfd(), listener.number());
        // unless there is no other way: who is not dumpable gives descriptors only to the host's root.
        return copy.failed() ? servant.take(listener) : copy;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        close(consoleSocket);
        close(pidfdSocket);
    }

    private void close(Fd fd) {
        if (fd != Fd.NONE) {
            kernel.close(fd);
        }
    }
}
