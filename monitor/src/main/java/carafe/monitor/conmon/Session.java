package carafe.monitor.conmon;

import carafe.kernel.Sys;
import carafe.monitor.attach.OutputHub;
import carafe.monitor.io.Output;
import carafe.monitor.log.LogSet;
import carafe.monitor.option.Settings;
import carafe.monitor.process.Ground;
import carafe.monitor.process.ProcessId;
import carafe.monitor.process.ProcessTable;
import carafe.monitor.process.ProcessWatcher;
import carafe.monitor.process.StartFailure;
import carafe.monitor.process.SupervisedProcess;
import carafe.monitor.system.Clock;
import carafe.monitor.system.Environment;
import carafe.shim.SyncMessage;
import java.util.List;

/**
 * A process as an engine knows it, which speaks conmon's language: a row of the table with logs, an attach socket and
 * fifos, about which the engine reads in its pipes and in exit files.
 */
final class Session implements ProcessWatcher {
    private final Ground ground;
    private final Settings settings;
    private final EnginePipes pipes;
    private final ExitRecord record;
    private final LogSet logs;
    private final OutputHub hub;
    private final SupervisedProcess process;
    private final Endpoints endpoints;
    private String remark = "";

    /** Opens the logs and makes the sockets and fifos in the bundle. */
    Session(Ground ground, ProcessTable table, Settings settings, Environment environment, EnginePipes pipes,
            Clock clock) {
        this.ground = ground;
        Sys sys = ground.sys();
        this.settings = settings;
        this.pipes = pipes;
        record = new ExitRecord(sys, ground.log(), settings.exitPlan(), settings.id(), settings.bundle());
        logs = LogSet.open(settings.logPlan(), sys, ground.loop(), ground.log(), clock);
        hub = new OutputHub(sys, ground.loop(), settings.attachPlan(), Output.READ);
        process = table.add(id(settings), settings.startPlan(sys, environment), List.of(logs, hub));
        try {
            endpoints = settings.attachPlan().directory() == null ? null
                    : new Endpoints(ground, settings.attachPlan(), process.stdio(), hub, logs);
        } catch (RuntimeException e) {
            process.remove();
            logs.close();
            hub.close();
            throw e;
        }
    }

    private static ProcessId id(Settings settings) {
        return !settings.isExec() ? ProcessId.init(settings.id())
                : new ProcessId(settings.id(), settings.uuid() == null ? "exec" : settings.uuid());
    }

    /**
     * Starts the process. With --exec-attach the engine writes to the start pipe a second time, when its client is
     * attached: no output is missed then.
     */
    void begin() {
        process.prepare();
        pipes.attachIsReady();
        if (!settings.waitsForAttach() || pipes.start() < 0) {
            process.start();
            return;
        }
        ground.loop().add(pipes.start(), Sys.EPOLLIN, events -> {
            pipes.awaitStart();
            ground.loop().remove(pipes.start());
            process.start();
        });
    }

    /** What is said beside the pid. */
    void say(String text) {
        remark = text;
    }

    @Override
    public void started(SupervisedProcess started) {
        // An engine of the old API expects one message of an exec session, its exit code.
        if (settings.isApiVersion1() || !settings.isExec()) {
            pipes.send(SyncMessage.of(started.pid(), remark));
        }
    }

    @Override
    public void failed(SupervisedProcess failed, StartFailure reason) {
        ground.log().error(reason.getMessage());
        pipes.fail(reason.text());
    }

    /** Everything is read and delivered: completes the logs and lets the attached clients see the end. */
    void finishOutput() {
        logs.finish(settings.exitPlan().syncsLogs());
        closeEndpoints();
    }

    void closeEndpoints() {
        if (endpoints != null) {
            endpoints.close();
        }
    }

    /** Gives up what the process had here; the monitor goes on. */
    void close() {
        if (settings.waitsForAttach() && pipes.start() >= 0) {
            ground.loop().remove(pipes.start());
        }
        process.remove();
        logs.close();
        hub.close();
    }

    /** Writes the exit files. */
    void record() {
        record.exited(code());
    }

    /** Says in files that a process was killed for want of memory. */
    void recordOutOfMemory() {
        record.oom();
    }

    /** Tells the engine that waits for the end of an exec session. */
    void report() {
        if (settings.isExec()) {
            pipes.send(process.timedOut() ? SyncMessage.of(code(), SyncMessage.TIMED_OUT) : SyncMessage.of(code()));
        }
    }

    /** The exit code that is told and recorded. */
    int code() {
        return process.exitCode();
    }

    SupervisedProcess process() {
        return process;
    }

    Settings settings() {
        return settings;
    }

    LogSet logs() {
        return logs;
    }

    OutputHub hub() {
        return hub;
    }
}
