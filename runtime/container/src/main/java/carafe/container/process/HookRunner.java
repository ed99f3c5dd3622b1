package carafe.container.process;

import carafe.container.Notices;
import carafe.container.SetupFailed;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Fd;
import carafe.kernel.LocalKernel;
import carafe.kernel.StartWords;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.kernel.Syscall;
import carafe.kernel.servant.Servant;
import carafe.spec.Config;
import carafe.spec.Hook;
import carafe.spec.HookKind;
import carafe.spec.State;
import carafe.spec.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the hooks of one kind, in order, each with the container's state on standard input. Of what the caller left open
 * nothing reaches them, as a servant becomes them.
 */
public final class HookRunner {
    private final LocalKernel kernel;
    private final Config config;
    private final String bundle;

    /** @param bundle absolute path of the directory in which hooks of the runtime's namespaces start */
    public HookRunner(LocalKernel kernel, Config config, String bundle) {
        this.kernel = kernel;
        this.config = config;
        this.bundle = bundle;
    }

    /**
     * Runs hooks in the runtime's namespaces that prepare the container.
     *
     * @param init the container's first process; a hook does not outlive it, as there is nothing left to prepare
     * @throws SetupFailed if one cannot be started, fails or takes longer than its timeout; later ones do not run then
     */
    public void prepare(HookKind kind, State state, Fd init) {
        List<Hook> hooks = config.hooks().of(kind);
        for (int i = 0; i < hooks.size(); i++) {
            run(step(kind, i), hooks.get(i), state, init, this::executeInBundle);
        }
    }

    /** The same for hooks that come after the container's program was started, and go on when it or we have ended. */
    public void run(HookKind kind, State state) {
        List<Hook> hooks = config.hooks().of(kind);
        for (int i = 0; i < hooks.size(); i++) {
            run(step(kind, i), hooks.get(i), state, Fd.NONE, this::executeLater);
        }
    }

    /** The same, but a hook that fails is only a warning and the next ones run all the same. */
    public void runAll(HookKind kind, State state, Notices notices) {
        List<Hook> hooks = config.hooks().of(kind);
        for (int i = 0; i < hooks.size(); i++) {
            try {
                run(step(kind, i), hooks.get(i), state, Fd.NONE, this::executeLater);
            } catch (SetupFailed e) {
                notices.warning(e.getMessage());
            }
        }
    }

    private void run(Step step, Hook hook, State state, Fd init, Entry entry) {
        // without an env of its own a hook gets the runtime's, as with runc
        List<String> environment = hook.env() != null ? hook.env() : ownEnvironment();
        try {
            check(step, hook, run(step, hook, environment, document(state), init, entry));
        } catch (ErrnoException e) {
            throw new SetupFailed(step, hook.path() + ": " + Errno.describe(e.errno()),
                    "is the hook's path on the host executable?");
        }
    }

    private void executeInBundle(Servant servant, Step step, Hook hook, List<String> environment) {
        servant.chdir(bundle);
        execute(servant, hook, environment);
    }

    private void executeLater(Servant servant, Step step, Hook hook, List<String> environment) {
        servant.outliveParent();
        servant.chdir("/");
        // the engine may have removed the bundle
        servant.allowingAll().run(servant.call(Syscall.CHDIR).with(bundle));
        execute(servant, hook, environment);
    }

    private static void execute(Servant servant, Hook hook, List<String> environment) {
        servant.unblockSignals();
        servant.execve(hook.path(), hook.argv(), environment);
        servant.execute();
    }

    /** How the process of a hook gets to its place and becomes the hook's program. */
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
     * @param init as of {@link #prepare}
     * @throws SetupFailed as {@link #prepare}
     */
    public void runInside(HookKind kind, State state, Fd init, Entry entry) {
        List<Hook> hooks = config.hooks().of(kind);
        for (int i = 0; i < hooks.size(); i++) {
            Hook hook = hooks.get(i);
            Step step = step(kind, i);
            List<String> environment = hook.env() != null ? hook.env()
                    : config.process() == null ? List.of() : config.process().env();
            try {
                check(step, hook, run(step, hook, environment, document(state), init, entry));
            } catch (ErrnoException e) {
                throw inside(step, hook, e);
            } catch (SetupFailed e) {
                if (e.step() == step) {
                    throw e;
                }
                throw new SetupFailed(step, e.getMessage(), e.hint());
            }
        }
    }

    private static SetupFailed inside(Step step, Hook hook, ErrnoException e) {
        if (e.step() == step) {
            return new SetupFailed(step, hook.path() + ": " + Errno.describe(e.errno()), null);
        }
        // of the process that becomes the hook, whose program was not looked up before as the container's was
        return e.step().kind() == StepKind.EXECUTE ? new SetupFailed(step, SetupFailed.of(e).getMessage(), null)
                : new SetupFailed(step, e, null);
    }

    private Program.Ended run(Step step, Hook hook, List<String> environment, byte[] input, Fd init, Entry entry) {
        kernel.enter(step);
        HookOutput files = HookOutput.of(kernel, config);
        Fd in = Program.inputFile(kernel, input);
        Fd[] out = new Fd[2];
        kernel.pipe(out, 0);
        Fd output = files.standardOutput(out[1]);
        Fd errors = files.standardError(out[1]);
        Servant servant = Servant.spawn(kernel, in.number(), output.number(), errors.number());
        kernel.close(in);
        kernel.close(out[1]);
        files.close();
        try {
            servant.enter(step);
            servant.dup3(Fd.of(in.number()), 0, 0);
            servant.dup3(Fd.of(output.number()), 1, 0);
            servant.dup3(Fd.of(errors.number()), 2, 0);
            entry.execute(servant, step, hook, environment);
        } catch (RuntimeException e) {
            servant.kill();
            kernel.close(out[0]);
            throw e;
        }
        Program.Ended ended = Program.collect(kernel, servant.pid(), out[0], timeout(hook), init);
        servant.close();
        return ended;
    }

    private static Step step(HookKind kind, int i) {
        return new Step(StepKind.HOOK, kind.word() + " hook #" + i, "/hooks/" + kind.word() + "/" + i);
    }

    private static void check(Step step, Hook hook, Program.Ended ended) {
        if (ended.timedOut()) {
            throw new SetupFailed(step, hook.path() + " took longer than " + hook.timeout() + " s", null);
        }
        if (ended.pointless()) {
            throw new SetupFailed(step, "the container was killed while " + hook.path() + " ran", null);
        }
        if (!ended.succeeded()) {
            throw new SetupFailed(step, hook.path() + ": " + ended.reason() + ", output: " + ended.excerpt(), null);
        }
    }

    private static int timeout(Hook hook) {
        return hook.timeout() == null ? 0 : hook.timeout();
    }

    private static List<String> ownEnvironment() {
        List<String> own = new ArrayList<>();
        for (Map.Entry<String, String> variable : StartWords.variables().entrySet()) {
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
