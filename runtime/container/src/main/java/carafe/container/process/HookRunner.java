package carafe.container.process;

import carafe.container.Notices;
import carafe.container.SetupFailed;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.Step;
import carafe.kernel.servant.Servant;
import carafe.spec.Config;
import carafe.spec.Hook;
import carafe.spec.HookKind;
import carafe.spec.State;
import carafe.spec.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the hooks of one kind, in order, each with the container's state on standard input. */
public final class HookRunner {
    private final LocalKernel kernel;
    private final Config config;

    public HookRunner(LocalKernel kernel, Config config) {
        this.kernel = kernel;
        this.config = config;
    }

    /**
     * Runs hooks in the runtime's namespaces.
     *
     * @throws SetupFailed if one cannot be started, fails or takes longer than its timeout; later ones do not run then
     */
    public void run(HookKind kind, State state) {
        List<Hook> hooks = config.hooks().of(kind);
        for (int i = 0; i < hooks.size(); i++) {
            run(step(kind, i), hooks.get(i), state);
        }
    }

    /** The same, but a hook that fails is only a warning and the next ones run all the same. */
    public void runAll(HookKind kind, State state, Notices notices) {
        List<Hook> hooks = config.hooks().of(kind);
        for (int i = 0; i < hooks.size(); i++) {
            try {
                run(step(kind, i), hooks.get(i), state);
            } catch (SetupFailed e) {
                notices.warning(e.getMessage());
            }
        }
    }

    private void run(Step step, Hook hook, State state) {
        try {
            check(step, hook, Program.run(kernel, hook.path(), hook.argv(), environment(hook), document(state),
                    timeout(hook)));
        } catch (ErrnoException e) {
            throw new SetupFailed(step, e, "is the hook's path on the host executable?");
        }
    }

    /** How the process of a hook gets into the container and becomes the hook's program. */
    public interface Entry {
        /**
         * Ends with {@link Servant#execute}.
         *
         * @param servant still in the runtime's namespaces, with its standard streams in place
         * @param step    to blame if the program cannot be executed
         */
        void execute(Servant servant, Step step, Hook hook, List<String> environment);
    }

    /**
     * Runs hooks in the container's namespaces.
     *
     * @throws SetupFailed as {@link #run(HookKind, State)}
     */
    public void runInside(HookKind kind, State state, Entry entry) {
        List<Hook> hooks = config.hooks().of(kind);
        for (int i = 0; i < hooks.size(); i++) {
            Hook hook = hooks.get(i);
            Step step = step(kind, i);
            List<String> environment = hook.env() != null ? hook.env()
                    : config.process() == null ? List.of() : config.process().env();
            try {
                check(step, hook, runInside(step, hook, environment, document(state), entry));
            } catch (ErrnoException e) {
                throw e.step() == step ? new SetupFailed(step, hook.path() + ": " + Errno.describe(e.errno()), null)
                        : new SetupFailed(step, e, null);
            } catch (SetupFailed e) {
                if (e.step() == step) {
                    throw e;
                }
                // of the process that becomes the hook, whose program was not looked up before as the container's was
                throw new SetupFailed(step, e.getMessage(), e.isRefusedProgram() ? null : e.hint());
            }
        }
    }

    private Program.Ended runInside(Step step, Hook hook, List<String> environment, byte[] input, Entry entry) {
        Fd in = Program.inputFile(kernel, input);
        Fd[] out = new Fd[2];
        kernel.pipe(out, 0);
        Servant servant = Servant.spawn(kernel, in.number(), out[1].number());
        kernel.close(in);
        kernel.close(out[1]);
        try {
            servant.enter(step);
            servant.dup3(Fd.of(in.number()), 0, 0);
            servant.dup3(Fd.of(out[1].number()), 1, 0);
            servant.dup3(Fd.of(out[1].number()), 2, 0);
            entry.execute(servant, step, hook, environment);
        } catch (RuntimeException e) {
            servant.kill();
            kernel.close(out[0]);
            throw e;
        }
        Program.Ended ended = Program.collect(kernel, servant.pid(), out[0], timeout(hook));
        servant.close();
        return ended;
    }

    private static Step step(HookKind kind, int i) {
        return new Step("error running " + kind.word() + " hook #" + i, "/hooks/" + kind.word() + "/" + i);
    }

    private static void check(Step step, Hook hook, Program.Ended ended) {
        if (ended.timedOut()) {
            throw new SetupFailed(step, hook.path() + " took longer than " + hook.timeout() + " s", null);
        }
        if (!ended.succeeded()) {
            throw new SetupFailed(step, hook.path() + ": " + ended.reason() + ", output: " + ended.excerpt(), null);
        }
    }

    private static int timeout(Hook hook) {
        return hook.timeout() == null ? 0 : hook.timeout();
    }

    /** Without an env of its own a hook gets the runtime's, as with runc. */
    private static List<String> environment(Hook hook) {
        if (hook.env() != null) {
            return hook.env();
        }
        List<String> own = new ArrayList<>();
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            own.add(variable.getKey() + "=" + variable.getValue());
        }
        return own;
    }

    private static byte[] document(State state) {
        JsonWriter out = JsonWriter.compact();
        state.writeSpecified(out);
        return out.toBytes();
    }
}
