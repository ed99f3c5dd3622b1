package carafe.monitor.log;

import carafe.monitor.option.LogTarget;
import carafe.monitor.option.Option;
import carafe.monitor.option.Options;
import carafe.monitor.option.Settings;
import carafe.monitor.system.Clock;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.OwnLog;
import carafe.monitor.system.Sys;
import carafe.shim.JournalEntry;
import carafe.shim.LogPolicy;
import carafe.shim.Stream;
import java.util.ArrayList;
import java.util.List;

/** All logs of a container behind the rate limits of its streams. */
public final class LogSet {
    private static final long DEFAULT_STALL_SECONDS = 10;

    private final List<LogSink> sinks = new ArrayList<>();
    private final LogGate[] gates;
    private Runnable onRoom = () -> { };

    private LogSet(Sys sys) {
        gates = new LogGate[] {new LogGate(sys, Stream.STDOUT, sinks), new LogGate(sys, Stream.STDERR, sinks)};
    }

    /** Opens what {@code --log-path} names. */
    public static LogSet open(Settings settings, Sys sys, EventLoop loop, OwnLog log, Clock clock) {
        LogSet set = new LogSet(sys);
        for (LogTarget target : settings.logs()) {
            switch (target) {
                case LogTarget.K8sFile file ->
                    set.sinks.add(file(file.path(), settings, sys, loop, log, clock));
                case LogTarget.Journald journald -> set.sinks.add(set.journald(settings, sys, loop, log));
                case LogTarget.None none -> { }
                case LogTarget.Passthrough passthrough -> { }
            }
        }
        settings.logPolicies().forEach(set::setPolicy);
        return set;
    }

    private static LogSink file(String path, Settings settings, Sys sys, EventLoop loop, OwnLog log, Clock clock) {
        Options options = settings.options();
        LogRotation rotation = !options.has(Option.LOG_ROTATE) ? null : new LogRotation(sys, log, path,
                (int) options.number(Option.LOG_MAX_FILES, 1), options.all(Option.LOG_ALLOWLIST_DIR));
        K8sFileLog.Limits limits = new K8sFileLog.Limits(options.number(Option.LOG_SIZE_MAX, -1),
                options.number(Option.LOG_GLOBAL_SIZE_MAX, -1), rotation);
        K8sFileLog.LastLine lastLine = settings.isExec() ? K8sFileLog.LastLine.AS_IT_IS : K8sFileLog.LastLine.COMPLETED;
        OpenRecords open = OpenRecords.ofFile(sys, path);
        K8sFileLog file = new K8sFileLog(sys, loop, log, clock, path, limits, lastLine);
        file.resume(open);
        return file;
    }

    private LogSink journald(Settings settings, Sys sys, EventLoop loop, OwnLog log) {
        Options options = settings.options();
        JournalEntry entry = new JournalEntry(settings.id(), options.text(Option.NAME), options.text(Option.LOG_TAG),
                options.all(Option.LOG_LABEL));
        return new JournaldLog(sys, loop, log, entry, !options.has(Option.NO_CONTAINER_PARTIAL_MESSAGE),
                1000 * options.number(Option.JOURNAL_STALL, DEFAULT_STALL_SECONDS), () -> onRoom.run());
    }

    /** Logs what was read; the last line may be incomplete. Gives the number of newlines. */
    public int write(Stream stream, int offset, int length) {
        return gates[stream.ordinal()].write(offset, length);
    }

    /** Whether the container may be read: false while a log has no room for what was read before. */
    public boolean canTake() {
        for (int i = 0; i < sinks.size(); i++) {
            if (!sinks.get(i).canTake()) {
                return false;
            }
        }
        return true;
    }

    /** What to do when {@link #canTake} is true again after it was false. */
    public void onRoom(Runnable action) {
        onRoom = action;
    }

    /** Milliseconds the stream must not be read, under a policy that holds the container up. */
    public long delay(Stream stream) {
        return gates[stream.ordinal()].delay();
    }

    public void setPolicy(Stream stream, LogPolicy policy) {
        gates[stream.ordinal()].setPolicy(policy);
    }

    public LogPolicy policy(Stream stream) {
        return gates[stream.ordinal()].policy();
    }

    /** Bytes that a policy has left out. */
    public long dropped(Stream stream) {
        return gates[stream.ordinal()].dropped();
    }

    /** Bytes that a log could not take, over all logs. */
    public long lost() {
        long lost = 0;
        for (LogSink sink : sinks) {
            lost += sink.lost();
        }
        return lost;
    }

    /** Opens log files by name again. */
    public void reopen() {
        for (LogSink sink : sinks) {
            sink.reopen();
        }
    }

    /** The container is gone: incomplete lines are completed, and with {@code sync} all is made durable. */
    public void finish(boolean sync) {
        for (LogGate gate : gates) {
            gate.finish();
        }
        for (LogSink sink : sinks) {
            for (Stream stream : Stream.values()) {
                sink.finish(stream);
            }
            if (sync) {
                sink.sync();
            }
        }
    }
}
