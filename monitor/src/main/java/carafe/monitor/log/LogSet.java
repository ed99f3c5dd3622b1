package carafe.monitor.log;

import carafe.kernel.Sys;
import carafe.monitor.io.OutputSink;
import carafe.monitor.system.Clock;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.OwnLog;
import carafe.shim.LogPolicy;
import carafe.shim.Stream;
import java.util.ArrayList;
import java.util.List;

/** All logs of a process behind the rate limits of its streams. */
public final class LogSet implements OutputSink {
    private final List<LogSink> sinks = new ArrayList<>();
    private final LogGate[] gates;
    private final long[] lines = new long[Stream.values().length];
    private Runnable onRoom = () -> { };

    private LogSet(Sys sys) {
        gates = new LogGate[] {new LogGate(sys, Stream.STDOUT, sinks), new LogGate(sys, Stream.STDERR, sinks)};
    }

    /** Opens what the plan names. */
    public static LogSet open(LogPlan plan, Sys sys, EventLoop loop, OwnLog log, Clock clock) {
        LogSet set = new LogSet(sys);
        for (LogTarget target : plan.targets()) {
            switch (target) {
                case LogTarget.K8sFile file -> set.sinks.add(file(file.path(), plan.file(), sys, loop, log, clock));
                case LogTarget.Journald journald -> set.sinks.add(new JournaldLog(sys, loop, log,
                        plan.journal().entry(), plan.journal().marksPartial(), plan.journal().stallMillis(),
                        () -> set.onRoom.run()));
                case LogTarget.None none -> { }
                case LogTarget.Passthrough passthrough -> { }
            }
        }
        plan.policies().forEach(set::setPolicy);
        return set;
    }

    private static LogSink file(String path, LogPlan.FilePlan plan, Sys sys, EventLoop loop, OwnLog log,
            Clock clock) {
        LogRotation rotation = !plan.rotates() ? null
                : new LogRotation(sys, log, path, plan.keep(), plan.allowed());
        K8sFileLog.Limits limits = new K8sFileLog.Limits(plan.sizeMax(), plan.totalMax(), rotation);
        OpenRecords open = OpenRecords.ofFile(sys, path);
        K8sFileLog file = new K8sFileLog(sys, loop, log, clock, path, limits, plan.lastLine());
        file.resume(open);
        return file;
    }

    @Override
    public void take(Stream stream, int offset, int length) {
        lines[stream.ordinal()] += gates[stream.ordinal()].write(offset, length);
    }

    @Override
    public boolean canTake() {
        for (int i = 0; i < sinks.size(); i++) {
            if (!sinks.get(i).canTake()) {
                return false;
            }
        }
        return true;
    }

    /** Under a policy that holds the process up. */
    @Override
    public long delay(Stream stream) {
        return gates[stream.ordinal()].delay();
    }

    @Override
    public boolean isSettled() {
        return canTake();
    }

    @Override
    public void onRoom(Runnable action) {
        onRoom = action;
    }

    public void setPolicy(Stream stream, LogPolicy policy) {
        gates[stream.ordinal()].setPolicy(policy);
    }

    public LogPolicy policy(Stream stream) {
        return gates[stream.ordinal()].policy();
    }

    /** Newlines of a stream so far; it is here that they are looked for. */
    public long lines(Stream stream) {
        return lines[stream.ordinal()];
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

    /** The process is gone: incomplete lines are completed, and with {@code sync} all is made durable. */
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

    /** Gives up descriptors and buffers. */
    public void close() {
        for (LogGate gate : gates) {
            gate.close();
        }
        for (LogSink sink : sinks) {
            sink.close();
        }
    }
}
