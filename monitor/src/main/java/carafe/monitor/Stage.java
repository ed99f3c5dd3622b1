package carafe.monitor;

/**
 * What the first stage hands to the second, in a variable that neither runtime nor container gets to see.
 *
 * <pre>
 *   engine ── exec ─▶ stage 1: options checked, start pipe read
 *                        │  posix_spawn of /proc/self/exe with the same words and {@value #VARIABLE}
 *                        ├──────────────▶ stage 2: everything else, detached
 *                     pid file, exit 0
 * </pre>
 *
 * conmon forks here. A JVM cannot, and one way for both forms of the program is better than two. With {@code --sync}
 * stage 1 becomes stage 2 by execve, so that the pid stays.
 *
 * @param oomScore the oom_score_adj the engine gave to the monitor, to be given to the runtime
 * @param adopts whether the container runs already, and is only to be taken over
 */
public record Stage(String oomScore, boolean adopts) {
    static final String VARIABLE = "CARAFE_MONITOR_STAGE2";

    private static final String ADOPT = "adopt ";

    /** Null in stage 1. */
    static Stage read(Environment environment) {
        String value = environment.get(VARIABLE);
        if (value == null) {
            return null;
        }
        boolean adopts = value.startsWith(ADOPT);
        return new Stage(adopts ? value.substring(ADOPT.length()) : value, adopts);
    }

    /** The environment of stage 2. */
    public Environment mark(Environment environment) {
        return environment.with(VARIABLE, adopts ? ADOPT + oomScore : oomScore);
    }

    static Environment unmark(Environment environment) {
        return environment.without(VARIABLE);
    }
}
