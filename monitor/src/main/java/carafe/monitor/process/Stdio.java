package carafe.monitor.process;

import carafe.kernel.Errno;
import carafe.kernel.Sys;
import carafe.monitor.io.Output;
import carafe.monitor.io.OutputSink;
import carafe.monitor.io.Stdin;
import carafe.monitor.io.Terminal;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.OwnLog;
import carafe.shim.Stream;
import java.util.List;

/**
 * The monitor's ends of a process's stdio, and the sinks that get its output.
 *
 * <pre>
 *   clients ─▶ Stdin ─▶ pipe or terminal ─▶ process ─▶ pipes or terminal ─▶ Output ─▶ sinks, one after the other
 * </pre>
 */
public final class Stdio {
    private static final long CHECK_MILLIS = 50;

    private final Sys sys;
    private final OwnLog log;
    private final List<OutputSink> sinks;
    private final Terminal terminal;
    private final Stdin stdin;
    private final Output stdout;
    private final Output stderr;
    private final EventLoop.Timer checkDrained;
    private Runnable onDrained;

    /**
     * @param buffer of {@link Output#READ} bytes, which all processes share
     * @param sinks in the order in which they get output
     * @param onRead told after everything that was read
     */
    Stdio(Sys sys, EventLoop loop, OwnLog log, long buffer, List<OutputSink> sinks, boolean hasTerminal,
            Runnable onRead) {
        this.sys = sys;
        this.log = log;
        this.sinks = List.copyOf(sinks);
        terminal = new Terminal(sys);
        stdin = new Stdin(sys, loop);
        stdout = new Output(sys, loop, this.sinks, Stream.STDOUT, hasTerminal, buffer, this::ended, onRead);
        stderr = new Output(sys, loop, this.sinks, Stream.STDERR, false, buffer, this::ended, onRead);
        checkDrained = loop.timer(this::ended);
        for (OutputSink sink : this.sinks) {
            sink.onRoom(this::room);
        }
    }

    /** Sets the terminal's size, or keeps it for a terminal that comes: 0, or a negated error number. */
    public int resize(int height, int width) {
        return resized(terminal.resize(height, width));
    }

    private int resized(int result) {
        if (result < 0) {
            log.warn("cannot set the window size: " + Errno.describe(-result));
        }
        return result;
    }

    /** @param fd our end of the pipe; nothing happens if it is negative */
    void openStdin(int fd) {
        if (fd >= 0) {
            stdin.open(fd);
        }
    }

    /** The runtime will send a terminal. */
    void expectTerminal() {
        terminal.expect();
        stdin.expect();
    }

    /** @param fd the terminal's master; nothing happens if it is negative */
    void openTerminal(int fd) {
        if (fd >= 0) {
            resized(terminal.open(fd));
            stdin.open(sys.dup(fd));
        }
    }

    public Terminal terminal() {
        return terminal;
    }

    public Stdin stdin() {
        return stdin;
    }

    public Output output(Stream stream) {
        return stream == Stream.STDOUT ? stdout : stderr;
    }

    /** Begins to read the pipes, -1 for none; a terminal is read in place of stdout. */
    void read(int stdoutPipe, int stderrPipe) {
        int out = terminal.fd() >= 0 ? sys.dup(terminal.fd()) : stdoutPipe;
        if (out >= 0) {
            stdout.start(out);
        }
        if (stderrPipe >= 0) {
            stderr.start(stderrPipe);
        }
    }

    private void room() {
        stdout.room();
        stderr.room();
        ended();
    }

    /** The process is gone: what it has written is read and given to the sinks. */
    void drain(Runnable then) {
        onDrained = then;
        stdout.end();
        stderr.end();
        ended();
    }

    private void ended() {
        if (onDrained == null || stdout.isOpen() || stderr.isOpen()) {
            return;
        }
        for (OutputSink sink : sinks) {
            if (!sink.isSettled()) {
                checkDrained.in(CHECK_MILLIS);
                return;
            }
        }
        Runnable then = onDrained;
        onDrained = null;
        then.run();
    }

    /** Gives up descriptors and buffers. */
    void close() {
        checkDrained.remove();
        stdout.close();
        stderr.close();
        stdin.close();
        terminal.close();
    }
}
