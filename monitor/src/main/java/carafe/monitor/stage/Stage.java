package carafe.monitor.stage;

import carafe.kernel.Sys;
import carafe.monitor.system.Environment;

/**
 * What one stage of the monitor hands to the next, in a variable that neither runtime nor container gets to see.
 *
 * <pre>
 *   engine ── exec ─▶ stage 1: options checked, start pipe read
 *                        │ posix_spawn of this program with the same words
 *                        ├──────────────▶ SUPERVISE or ADOPT: everything else, detached
 *                     pid file, exit 0         │ posix_spawn of this program with the runtime's words
 *                                              └──────────────▶ RUNTIME: dies with its parent, execve
 * </pre>
 *
 * conmon forks. A JVM cannot, and one way for both forms of the program is better than two. With {@code --sync} stage 1
 * becomes stage 2 by execve, so that the pid stays.
 *
 * @param oomScore the oom_score_adj the engine gave to the monitor, to be given to the runtime
 * @param parent the pid of the process that hands over
 */
public record Stage(Kind kind, String oomScore, int parent) {
    public static final String VARIABLE = "CARAFE_MONITOR_STAGE";

    /** What the process is to do. */
    public enum Kind {
        /** Start a container and watch it. */
        SUPERVISE,
        /** Watch a container that runs already. */
        ADOPT,
        /** Become the runtime. */
        RUNTIME
    }

    /** The stage that this process starts. */
    public static Stage from(Sys sys, Kind kind, String oomScore) {
        return new Stage(kind, oomScore, sys.pid());
    }

    /** Null in stage 1. */
    public static Stage read(Environment environment) {
        String value = environment.get(VARIABLE);
        if (value == null) {
            return null;
        }
        String[] words = value.split(" ");
        return new Stage(Kind.valueOf(words[0]), words[1], Integer.parseInt(words[2]));
    }

    /** The environment for the process of this stage. */
    public Environment mark(Environment environment) {
        return environment.with(VARIABLE, kind + " " + oomScore + " " + parent);
    }

    public static Environment unmark(Environment environment) {
        return environment.without(VARIABLE);
    }
}
