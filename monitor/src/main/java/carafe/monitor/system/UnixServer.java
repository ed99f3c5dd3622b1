package carafe.monitor.system;

import carafe.kernel.ErrnoException;
import carafe.kernel.Open;
import carafe.kernel.SocketCalls;
import carafe.kernel.Sys;

/** Makes sockets in directories whose path may be longer than the 107 bytes that a socket address has room for. */
public final class UnixServer {
    private static final String NOT_YET = ".new";

    private UnixServer() {
    }

    /**
     * Binds a socket under a name in a directory, in place of what is there, and listens if it takes connections. It
     * has its name only when it listens: whoever sees it can connect.
     *
     * @param type of unix(7)
     * @param mode of the file
     * @return a non-blocking descriptor
     */
    public static int listen(Sys sys, String directory, String name, int type, int mode, int backlog) {
        int dir = checked(sys.open(directory, Open.O_PATH | Open.O_DIRECTORY, 0), directory);
        String path = directory + "/" + name;
        String unnamed = path + NOT_YET;
        sys.unlink(unnamed);
        int socket = checked(sys.unixSocket(type | SocketCalls.SOCK_NONBLOCK), path);
        // the mode before the name: nobody shall connect in between
        sys.fchmod(socket, mode);
        checked(sys.bind(socket, "/proc/self/fd/" + dir + "/" + name + NOT_YET), path);
        sys.chmod(unnamed, mode);
        sys.close(dir);
        if (type != SocketCalls.SOCK_DGRAM) {
            checked(sys.listen(socket, backlog), path);
        }
        checked(sys.rename(unnamed, path), path);
        return socket;
    }

    /** Connects to a socket by a path of any length: a descriptor, or a negated error number. */
    public static int connect(Sys sys, String path, int type) {
        int slash = path.lastIndexOf('/');
        int dir = sys.open(slash < 0 ? "." : path.substring(0, Math.max(1, slash)), Open.O_PATH, 0);
        if (dir < 0) {
            return dir;
        }
        int socket = sys.unixSocket(type);
        int error = sys.connect(socket, "/proc/self/fd/" + dir + "/" + path.substring(slash + 1));
        sys.close(dir);
        if (error < 0) {
            sys.close(socket);
            return error;
        }
        return socket;
    }

    private static int checked(int result, String path) {
        if (result < 0) {
            throw new ErrnoException("cannot make " + path, -result);
        }
        return result;
    }
}
