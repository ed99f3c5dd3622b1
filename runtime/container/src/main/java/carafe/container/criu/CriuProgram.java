package carafe.container.criu;

import carafe.container.Refused;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Open;
import carafe.kernel.PosixSpawn;
import carafe.kernel.SocketCalls;
import carafe.kernel.StartWords;
import carafe.kernel.StepKind;
import carafe.kernel.servant.Servant;
import java.util.ArrayList;
import java.util.List;

/** The program {@code criu} of this host. */
public final class CriuProgram {
    /** Where it is looked for if the caller has no PATH; also what it finds its own helpers by, such as iptables. */
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final String PATH_VARIABLE = "PATH";
    private static final int EXECUTE = 1;

    private final LocalKernel kernel;
    private final String file;
    private final String searchPath;

    private CriuProgram(LocalKernel kernel, String file, String searchPath) {
        this.kernel = kernel;
        this.file = file;
        this.searchPath = searchPath;
    }

    /** @throws Refused if it is not installed */
    public static CriuProgram find(LocalKernel kernel) {
        String own = StartWords.variable(PATH_VARIABLE);
        return find(kernel, own == null || own.isEmpty() ? DEFAULT_PATH : own + ":" + DEFAULT_PATH);
    }

    static CriuProgram find(LocalKernel kernel, String path) {
        for (String directory : path.split(":")) {
            String candidate = directory + "/criu";
            if (directory.startsWith("/") && !kernel.allowingAll().faccessat(Fd.CWD, candidate, EXECUTE, 0).failed()) {
                return new CriuProgram(kernel, candidate, path);
            }
        }
        throw new Refused("criu: not found in " + path + ", expected the program that saves and restores processes "
                + "(package criu)");
    }

    /**
     * Starts it to serve one request, in this process's namespaces.
     *
     * @return its session; owned by the caller
     */
    public CriuSession start() {
        Fd[] ends = socket();
        Fd nothing = kernel.openat(Fd.CWD, "/dev/null", Open.O_RDWR);
        int number = nothing.number();
        int socket = ends[1].number();
        // whatever our caller left open is not CRIU's; what it gets is duplicated, which undoes this
        kernel.cloexecFrom(3);
        try {
            int pid = PosixSpawn.run(kernel.arena(), file, arguments(ends[1]), environment(),
                    new int[][] {{number, 0}, {number, 1}, {number, 2}, {socket, socket}}, false, false);
            return new CriuSession(kernel, pid, ends[0]);
        } catch (RuntimeException e) {
            kernel.close(ends[0]);
            throw e;
        } finally {
            kernel.close(nothing);
            kernel.close(ends[1]);
        }
    }

    /** A pair of connected ends; the second is for a servant that is to become CRIU. */
    public Fd[] socket() {
        Fd[] ends = new Fd[2];
        kernel.socketpair(SocketCalls.SOCK_SEQPACKET, ends);
        return ends;
    }

    /**
     * Makes a servant CRIU, where it is; its standard streams stay.
     *
     * @param ends from {@link #socket}, both of which this takes over; the servant was spawned with the second
     */
    public CriuSession become(Servant servant, Fd[] ends) {
        servant.enter(StepKind.START_CRIU);
        servant.setCloexec(Fd.of(ends[1].number()), false);
        servant.unblockSignals();
        servant.execve(file, arguments(ends[1]), environment());
        try {
            servant.execute();
        } catch (RuntimeException e) {
            kernel.close(ends[0]);
            throw e;
        } finally {
            // with our copy open, the end of CRIU would not end the conversation
            kernel.close(ends[1]);
        }
        return new CriuSession(kernel, servant.pid(), ends[0]);
    }

    private static List<String> arguments(Fd socket) {
        return List.of("criu", "swrk", Integer.toString(socket.number()));
    }

    private List<String> environment() {
        List<String> variables = new ArrayList<>();
        variables.add(PATH_VARIABLE + "=" + searchPath);
        return variables;
    }

    /**
     * @param wanted as in {@code 3.16} that is 31600
     * @throws Refused if the program is older
     */
    public void requireVersion(int wanted, String what) {
        int found;
        try (CriuSession session = start()) {
            found = session.version();
        }
        if (found < wanted) {
            throw new Refused(what + " requires at least CRIU " + dotted(wanted) + ", found " + dotted(found));
        }
    }

    private static String dotted(int version) {
        return version / 10_000 + "." + version / 100 % 100 + "." + version % 100;
    }
}
