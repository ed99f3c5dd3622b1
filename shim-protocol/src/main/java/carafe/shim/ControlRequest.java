package carafe.shim;

/**
 * A request on the control socket {@value #SOCKET_NAME}, a Unix stream socket in the bundle, mode 0700.
 *
 * <pre>
 *   client                                                      monitor
 *     │ ── {"v":1,"id":7,"verb":"state"}\n ───────────────────▶ │   the peer's uid must be root's or the monitor's
 *     │ ◀─ {"id":7,"ok":true,"pid":4711,...}\n ──────────────── │
 *     │ ── {"v":1,"id":8,"verb":"resize","height":-1...}\n ───▶ │
 *     │ ◀─ {"id":8,"ok":false,"error":"...","message":...}\n ── │   the connection stays usable
 *     │ ── {"v":1,"id":9,"verb":"events"}\n ──────────────────▶ │
 *     │ ◀─ {"id":9,"ok":true}\n ─────────────────────────────── │
 *     │ ◀─ {"event":"exited","code":0}\n ────────────────────── │   see {@link ControlEvent}
 *     │ ── {"v":1,"id":10,"verb":"attach","replay":4096}\n ───▶ │
 *     │ ◀─ {"id":10,"ok":true}\n ────────────────────────────── │
 *     │ ◀════ frames from now on, see {@link AttachFrame} ════▶ │
 * </pre>
 *
 * A request is one flat JSON object of at most {@value #MAX_LINE} bytes. A longer line gets an error frame and ends
 * the connection, because what follows it cannot be told from its rest.
 *
 * <p>A connection that waits, has asked for events or is attached may stay as long as it likes. Any other is idle: it
 * ends when it has made no whole request for {@value #IDLE_SECONDS} seconds, or as soon as its place is wanted.
 */
public sealed interface ControlRequest {
    /** The socket's name in the bundle. */
    String SOCKET_NAME = "control";
    /** The version of this protocol, the member {@code v} of every request. */
    int VERSION = 1;
    /** Bytes of a request with its newline. */
    int MAX_LINE = 4096;
    /** How long a connection may be idle. */
    int IDLE_SECONDS = 20;

    /** Asks for pid, status, exit code, helper state and settings. */
    record State() implements ControlRequest {
    }

    /** Answered when the container has exited, with its code. */
    record Wait() implements ControlRequest {
    }

    /** Asks for {@link ControlEvent}s on this connection. */
    record Events() implements ControlRequest {
    }

    /**
     * Turns the connection into an attach stream.
     *
     * @param replay how many bytes of the latest output to send first, as far as they are kept
     * @param stdin whether the client's input is wanted
     */
    record Attach(long replay, boolean stdin) implements ControlRequest {
    }

    /** Sets the terminal's window size, in character cells. */
    record Resize(int height, int width) implements ControlRequest {
    }

    /** Sends a signal to the container's first process. */
    record Signal(int signal) implements ControlRequest {
    }

    /** Closes the container's standard input. */
    record CloseStdin() implements ControlRequest {
    }

    /** Opens the log files by name again. */
    record ReopenLogs() implements ControlRequest {
    }

    /** Asks for counters: bytes, lines and drops of each stream, memory of the monitor. */
    record Stats() implements ControlRequest {
    }

    /**
     * Starts one more process in the container, watched by this monitor, as an engine's command line asks for. With the
     * request come descriptors (SCM_RIGHTS): a file that holds the command line, a pipe that gets the exit code and a
     * newline when all is done, and the engine's pipes.
     */
    record Exec() implements ControlRequest {
    }

    /** Changes what is done with output above a rate. */
    record SetLogPolicy(Stream stream, LogPolicy policy) implements ControlRequest {
    }
}
