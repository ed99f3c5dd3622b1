package carafe.monitor.process;

import carafe.monitor.io.Output;
import carafe.monitor.io.OutputSink;
import carafe.monitor.system.EventLoop;
import carafe.monitor.system.MemoryTrim;
import java.util.ArrayList;
import java.util.List;

/**
 * The processes this monitor looks after: containers' first processes and exec sessions. What people and engines want
 * of them comes through faces (conmon's command line, the control socket), which add rows, read them and are told what
 * becomes of them.
 */
public final class ProcessTable {
    /** The engine starts the container in the meantime; a short one ends without the work. */
    private static final long FIRST_TRIM_MILLIS = 500;
    private static final long TRIM_MILLIS = 10_000;

    private final Ground ground;
    private final long buffer;
    private final EventLoop.Timer trim;
    private final List<SupervisedProcess> rows = new ArrayList<>();

    public ProcessTable(Ground ground) {
        this.ground = ground;
        buffer = ground.sys().pool().take(Output.READ);
        trim = ground.loop().timer(new MemoryTrim(ground.sys())::run);
    }

    /**
     * A row for a process that is still to be started or adopted.
     *
     * @param sinks get its output, in this order
     */
    public SupervisedProcess add(ProcessId id, StartPlan plan, List<OutputSink> sinks) {
        Stdio stdio = new Stdio(ground.sys(), ground.loop(), ground.log(), buffer, sinks, plan.terminal(), this::active);
        SupervisedProcess process = new SupervisedProcess(ground, this, id, plan, stdio);
        rows.add(process);
        return process;
    }

    /** The process of this id, or null. */
    public SupervisedProcess find(ProcessId id) {
        for (SupervisedProcess row : rows) {
            if (row.id().equals(id)) {
                return row;
            }
        }
        return null;
    }

    /** All rows, in the order in which they were added. */
    public List<SupervisedProcess> rows() {
        return List.copyOf(rows);
    }

    void remove(SupervisedProcess process) {
        rows.remove(process);
    }

    /** Gives back soon what only a start needs. */
    void trimSoon() {
        trim.in(FIRST_TRIM_MILLIS);
    }

    /** Output touches memory that a quiet container does not need. */
    private void active() {
        if (!trim.isSet()) {
            trim.in(TRIM_MILLIS);
        }
    }
}
