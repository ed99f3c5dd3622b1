package carafe.monitor.conmon;

import static java.nio.charset.StandardCharsets.US_ASCII;

import carafe.kernel.Errno;
import carafe.kernel.Libc;
import carafe.kernel.Sys;
import carafe.monitor.attach.OutputHub;
import carafe.monitor.control.Controlled;
import carafe.monitor.io.Output;
import carafe.monitor.io.Stdin;
import carafe.monitor.option.Help;
import carafe.monitor.process.SupervisedProcess;
import carafe.monitor.system.UsageException;
import carafe.shim.ControlRequest;
import carafe.shim.LogPolicy;
import carafe.shim.Stream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers the control socket from the parts of the monitor. */
final class ContainerControl implements Controlled {
    private final Sys sys;
    private final Session session;
    private final HostedSessions hosted;
    private final SupervisedProcess process;
    private Integer exitCode;
    private int ooms;
    private String helper;

    ContainerControl(Sys sys, Session session, HostedSessions hosted) {
        this.sys = sys;
        this.hosted = hosted;
        this.session = session;
        process = session.process();
    }

    void exited(int code) {
        exitCode = code;
    }

    void outOfMemory() {
        ooms++;
    }

    /** The network helper's state in words, for {@link #state}. */
    void helper(String state) {
        helper = state;
    }

    @Override
    public Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("container", process.id().container());
        state.put("status", exitCode != null ? "exited" : process.pid() > 0 ? "running" : "starting");
        state.put("monitorPid", sys.pid());
        if (process.pid() > 0) {
            state.put("pid", process.pid());
        }
        if (exitCode != null) {
            state.put("code", exitCode);
        }
        state.put("exec", !process.id().isInit());
        state.put("terminal", hasTerminal());
        state.put("stdin", stdin().isOpen());
        state.put("oomKills", ooms);
        if (helper != null) {
            state.put("networkHelper", helper);
        }
        for (Stream stream : Stream.values()) {
            LogPolicy policy = session.logs().policy(stream);
            state.put(stream.label() + "Policy", policy.mode().label());
            state.put(stream.label() + "Rate", policy.bytesPerSecond());
        }
        state.put("release", Help.BUILD.version());
        state.put("protocol", ControlRequest.VERSION);
        return state;
    }

    @Override
    public Map<String, Object> stats() {
        Map<String, Object> stats = new LinkedHashMap<>();
        for (Stream stream : Stream.values()) {
            Output output = process.stdio().output(stream);
            stats.put(stream.label() + "Bytes", output.bytes());
            stats.put(stream.label() + "Lines", session.logs().lines(stream));
            stats.put(stream.label() + "Dropped", session.logs().dropped(stream));
        }
        stats.put("logLost", session.logs().lost());
        stats.put("attached", hub().size());
        stats.put("attachDropped", hub().dropped());
        stats.put("attachDisconnected", hub().disconnected());
        stats.put("rss", residentBytes());
        return stats;
    }

    /** The second word of statm, in bytes (proc(5)). */
    private long residentBytes() {
        byte[] statm = sys.readFile("/proc/self/statm");
        String[] words = statm == null ? new String[0] : new String(statm, US_ASCII).split(" ");
        return words.length < 2 ? 0 : Long.parseLong(words[1]) * Libc.getpagesize();
    }

    @Override
    public Integer exitCode() {
        return exitCode;
    }

    @Override
    public boolean hasTerminal() {
        return process.stdio().terminal().isAny();
    }

    @Override
    public int resize(int height, int width) {
        return process.stdio().resize(height, width);
    }

    @Override
    public int signal(int signal) {
        return process.state() == SupervisedProcess.State.RUNNING ? process.signal(signal) : -Errno.ESRCH;
    }

    @Override
    public void reopenLogs() {
        session.logs().reopen();
    }

    @Override
    public void setLogPolicy(Stream stream, LogPolicy policy) {
        session.logs().setPolicy(stream, policy);
    }

    @Override
    public String exec(int[] descriptors) {
        try {
            hosted.host(descriptors);
            return null;
        } catch (UsageException e) {
            return e.getMessage();
        }
    }

    @Override
    public Stdin stdin() {
        return process.stdio().stdin();
    }

    @Override
    public OutputHub hub() {
        return session.hub();
    }
}
