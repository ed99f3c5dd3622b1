package carafe.monitor.conmon;

import static java.nio.charset.StandardCharsets.US_ASCII;

import carafe.kernel.ErrnoException;
import carafe.kernel.Sys;
import carafe.monitor.option.OptionParser;
import carafe.monitor.option.Settings;
import carafe.monitor.process.Ground;
import carafe.monitor.process.ProcessTable;
import carafe.monitor.process.ProcessWatcher;
import carafe.monitor.process.StartFailure;
import carafe.monitor.process.SupervisedProcess;
import carafe.monitor.system.Clock;
import carafe.monitor.system.Environment;
import carafe.monitor.system.OomScore;
import carafe.monitor.system.UsageException;
import java.util.ArrayList;
import java.util.List;

/** The exec sessions that this monitor looks after beside its container. {@link Handover} shows how they come. */
final class HostedSessions {
    private static final int DONE = 1;

    private final Ground ground;
    private final Sys sys;
    private final ProcessTable table;
    private final Clock clock;
    private final List<Hosted> sessions = new ArrayList<>();
    private Runnable onEmpty = () -> { };

    HostedSessions(Ground ground, ProcessTable table, Clock clock) {
        this.ground = ground;
        this.sys = ground.sys();
        this.table = table;
        this.clock = clock;
    }

    boolean isEmpty() {
        return sessions.isEmpty();
    }

    /** What to do when the last one has ended. */
    void onEmpty(Runnable action) {
        onEmpty = action;
    }

    /**
     * Begins a session.
     *
     * @param descriptors those of {@link Handover}; they are this method's, also if it refuses
     */
    void host(int[] descriptors) throws UsageException {
        EnginePipes pipes = null;
        try {
            if (descriptors.length < Handover.FIRST_PIPE) {
                throw new UsageException("an exec request comes with descriptors");
            }
            Handover handover = Handover.decode(sys.readFile("/proc/self/fd/" + descriptors[0]));
            sys.close(descriptors[0]);
            descriptors[0] = -1;
            Environment environment = Environment.of(handover.environment());
            List<String> variables = Handover.pipes(environment);
            if (variables.size() != descriptors.length - Handover.FIRST_PIPE) {
                throw new UsageException(descriptors.length + " descriptors, expected "
                        + (Handover.FIRST_PIPE + variables.size()));
            }
            for (int i = 0; i < variables.size(); i++) {
                environment = environment.with(variables.get(i),
                        Integer.toString(descriptors[Handover.FIRST_PIPE + i]));
            }
            Settings settings = Settings.check(OptionParser.parse(handover.words().toArray(new String[0])), sys,
                    handover.directory());
            if (!settings.isExec()) {
                throw new UsageException("only exec sessions are taken over");
            }
            pipes = EnginePipes.find(sys, environment, settings);
            Ground own = new Ground(sys, ground.loop(), ground.log(), ground.children(), ground.self(),
                    OomScore.of(sys, handover.oomScore()), ground.nothing());
            Session session = new Session(own, table, settings, environment, pipes, clock);
            Hosted hosted = new Hosted(own, session, pipes, environment, descriptors[DONE]);
            sessions.add(hosted);
            hosted.begin();
        } catch (UsageException | ErrnoException | IllegalStateException e) {
            for (int fd : descriptors) {
                if (fd >= 0) {
                    sys.close(fd);
                }
            }
            throw e instanceof UsageException usage ? usage : new UsageException(e.getMessage());
        }
    }

    /** One of them. */
    private final class Hosted implements ProcessWatcher {
        private final Session session;
        private final EnginePipes pipes;
        private final int done;
        private final ExitCommand.Background cleanup;
        private int code;

        Hosted(Ground own, Session session, EnginePipes pipes, Environment environment, int done) {
            this.session = session;
            this.pipes = pipes;
            this.done = done;
            cleanup = new ExitCommand.Background(own, session.settings().exitPlan(), environment, this::leave);
        }

        /** From here on a failure is the session's, which ends like any other; it is not this method's. */
        void begin() {
            session.process().tell(session);
            session.process().tell(this);
            try {
                session.begin();
            } catch (ErrnoException | IllegalStateException e) {
                session.process().fail(new StartFailure(e.getMessage()));
            }
        }

        @Override
        public void failed(SupervisedProcess process, StartFailure reason) {
            session.closeEndpoints();
            end(1);
        }

        @Override
        public void ended(SupervisedProcess process) {
            session.finishOutput();
            session.record();
            session.report();
            end(session.code());
        }

        /** The rest is as after a monitor of its own, but in a child, for this monitor goes on. */
        private void end(int exitCode) {
            code = exitCode;
            session.close();
            pipes.close();
            cleanup.start();
        }

        private void leave() {
            int exitCode = cleanup.status() != 0 ? cleanup.status() : code;
            sys.writeAll(done, (exitCode + "\n").getBytes(US_ASCII));
            sys.close(done);
            sessions.remove(this);
            if (sessions.isEmpty()) {
                onEmpty.run();
            }
        }
    }
}
