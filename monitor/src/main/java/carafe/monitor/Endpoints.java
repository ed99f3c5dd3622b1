package carafe.monitor;

import carafe.kernel.Errno;
import carafe.monitor.attach.AttachServer;
import carafe.monitor.attach.OutputHub;
import carafe.monitor.attach.SlowPolicy;
import carafe.monitor.io.ControlFifo;
import carafe.monitor.io.Output;
import carafe.monitor.io.Stdin;
import carafe.monitor.io.Terminal;
import carafe.monitor.log.LogSet;
import carafe.monitor.option.Option;
import carafe.monitor.option.Options;
import carafe.monitor.option.Settings;
import carafe.monitor.option.UsageException;
import carafe.monitor.system.Clock;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.MemoryTrim;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.Sys;
import carafe.monitor.system.ZoneFile;
import carafe.shim.AttachPacket;
import carafe.shim.ControlLine;
import carafe.shim.ProtocolException;
import carafe.shim.Stream;

/** Everything that is connected to the container's stdio: logs, attach clients, fifos and the terminal. */
final class Endpoints {
    private static final int DEFAULT_REPLAY = 16 * 1024;
    private static final long DEFAULT_STALL_SECONDS = 5;
    private static final long CHECK_MILLIS = 50;
    private static final long TRIM_MILLIS = 10_000;

    private final Sys sys;
    private final EventLoop loop;
    private final OwnLog log;
    private final LogSet logs;
    private final OutputHub hub;
    private final Stdin stdin;
    private final Output stdout;
    private final Output stderr;
    private final Terminal terminal;
    private final EventLoop.Timer checkDrained;
    private AttachServer attach;
    private AttachLink link;
    private String attachPath;
    private final EventLoop.Timer trim;
    private Runnable onDrained = () -> { };
    private boolean draining;

    private Endpoints(Sys sys, EventLoop loop, OwnLog log, Settings settings, LogSet logs) throws UsageException {
        this.sys = sys;
        this.loop = loop;
        this.log = log;
        this.logs = logs;
        Options options = settings.options();
        SlowPolicy policy = SlowPolicy.ofLabel(options.text(Option.ATTACH_SLOW, "pace"));
        hub = new OutputHub(sys, loop, policy, 1000 * options.number(Option.ATTACH_STALL, DEFAULT_STALL_SECONDS),
                Output.READ, (int) options.number(Option.REPLAY_BUFFER, DEFAULT_REPLAY));
        stdin = new Stdin(sys, loop);
        terminal = new Terminal(sys);
        long buffer = sys.arena().allocate(Output.READ, 64);
        stdout = new Output(sys, loop, logs, hub, Stream.STDOUT, settings.hasTerminal(), buffer, this::ended,
                this::active);
        stderr = new Output(sys, loop, logs, hub, Stream.STDERR, false, buffer, this::ended, this::active);
        hub.onRoom(this::room);
        logs.onRoom(this::room);
        checkDrained = loop.timer(this::ended);
        trim = loop.timer(new MemoryTrim(sys)::run);
    }

    /** Opens the logs and makes the sockets and fifos in the bundle. */
    static Endpoints open(Sys sys, EventLoop loop, OwnLog log, Settings settings, Environment environment)
            throws UsageException {
        Clock clock = new Clock(sys, ZoneFile.ofMachine(sys, environment.get("TZ")));
        LogSet logs = LogSet.open(settings, sys, loop, log, clock);
        Endpoints endpoints = new Endpoints(sys, loop, log, settings, logs);
        if (settings.bundle() != null && !settings.isPassthrough()) {
            endpoints.listen(settings);
        }
        return endpoints;
    }

    private void listen(Settings settings) {
        link = AttachLink.make(sys, settings);
        boolean endsStdin = settings.options().has(Option.STDIN)
                && !settings.options().has(Option.LEAVE_STDIN_OPEN);
        attach = new AttachServer(sys, loop, log, hub, stdin, endsStdin, settings.bundle());
        attachPath = settings.inBundle(AttachPacket.SOCKET_NAME);
        new ControlFifo(sys, loop, log, settings.inBundle(ControlLine.CTL_FIFO),
                line -> control(ControlLine.parseCtl(line)));
        new ControlFifo(sys, loop, log, settings.inBundle(ControlLine.WINSZ_FIFO),
                line -> control(ControlLine.parseWinsz(line)));
    }

    private void control(ControlLine line) throws ProtocolException {
        switch (line) {
            case ControlLine.Resize size -> resize(size.height(), size.width());
            case ControlLine.ReopenLogs reopen -> logs.reopen();
        }
    }

    /** Sets the terminal's size: 0, or a negated error number. */
    int resize(int height, int width) {
        return resized(terminal.resize(height, width));
    }

    private int resized(int result) {
        if (result < 0) {
            log.warn("cannot set the window size: " + Errno.describe(-result));
        }
        return result;
    }

    /** What to do when all output is read and delivered, after {@link #drain}. */
    void onDrained(Runnable action) {
        onDrained = action;
    }

    /** @param fd our end of the pipe, or -1 */
    void stdin(int fd) {
        if (fd >= 0) {
            stdin.open(fd);
        }
    }

    /** The runtime will send a terminal. */
    void expectTerminal() {
        terminal.expect();
        stdin.expect();
    }

    /** @param fd the terminal's master, which the runtime has sent; negative if there is none any more */
    void terminal(int fd) {
        if (fd >= 0) {
            resized(terminal.open(fd));
            stdin.open(sys.dup(fd));
        }
    }

    /** Whether there is a terminal, or one comes. */
    boolean hasTerminal() {
        return terminal.isAny();
    }

    /** The terminal's master, or -1. */
    int terminal() {
        return terminal.fd();
    }

    /** Begins to read the pipes, -1 for none; with a terminal that is read in place of stdout. */
    void output(int stdoutPipe, int stderrPipe) {
        int out = terminal.fd() >= 0 ? sys.dup(terminal.fd()) : stdoutPipe;
        if (out >= 0) {
            stdout.start(out);
        }
        if (stderrPipe >= 0) {
            stderr.start(stderrPipe);
        }
    }

    /** Gives back what only the start needed, after so many milliseconds. */
    void trimIn(long millis) {
        trim.in(millis);
    }

    /** Output touches memory that a quiet container does not need. */
    private void active() {
        if (!trim.isSet()) {
            trim.in(TRIM_MILLIS);
        }
    }

    private void room() {
        stdout.room();
        stderr.room();
        if (draining) {
            ended();
        }
    }

    /** The process is gone: what it has written is read, logged and given to clients. */
    void drain() {
        draining = true;
        stdout.end();
        stderr.end();
        ended();
    }

    boolean isDraining() {
        return draining;
    }

    private void ended() {
        if (!draining || stdout.isOpen() || stderr.isOpen()) {
            return;
        }
        if (logs.canTake() && (hub.isIdle() || hub.isStalled())) {
            onDrained.run();
        } else {
            checkDrained.in(CHECK_MILLIS);
        }
    }

    /** Completes the logs and closes attach connections. */
    void finishOutput(boolean sync) {
        logs.finish(sync);
        close();
    }

    /** Closes what is in the bundle; clients see the end of the output. */
    void close() {
        if (attach != null) {
            attach.close();
            sys.unlink(attachPath);
            link.remove();
            attach = null;
        }
    }

    LogSet logs() {
        return logs;
    }

    OutputHub hub() {
        return hub;
    }

    Stdin stdin() {
        return stdin;
    }

    Output output(Stream stream) {
        return stream == Stream.STDOUT ? stdout : stderr;
    }
}
