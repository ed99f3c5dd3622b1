package carafe.monitor;

import carafe.kernel.Arena;
import carafe.kernel.ErrnoException;
import carafe.kernel.Libc;
import carafe.kernel.RawText;
import carafe.kernel.StartWords;
import carafe.kernel.Sys;
import carafe.kernel.Syscall;
import carafe.monitor.conmon.Detach;
import carafe.monitor.conmon.Supervisor;
import carafe.monitor.direct.Direct;
import carafe.monitor.option.DirectVerb;
import carafe.monitor.option.Help;
import carafe.monitor.option.Option;
import carafe.monitor.option.OptionParser;
import carafe.monitor.option.Options;
import carafe.monitor.option.Settings;
import carafe.monitor.stage.RuntimeStage;
import carafe.monitor.stage.Stage;
import carafe.monitor.system.Environment;
import carafe.monitor.system.Self;
import carafe.monitor.system.Signals;
import carafe.monitor.system.UsageException;
import java.util.List;

/** carafe-monitor: in conmon's place for an engine, or by hand with a verb. */
public final class Main {
    private static final int ARENA = 8 << 20;
    private static final int UMASK = 0022;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private final Sys sys;

    private Main(Sys sys) {
        this.sys = sys;
    }

    /** The JVM form. */
    public static void main(String[] arguments) {
        System.exit(run(StartWords.arguments(arguments)));
    }

    /** Both forms: the exit code. */
    public static int run(String[] arguments) {
        return new Main(new Sys(Arena.ofProcess(ARENA))).start(arguments);
    }

    private int start(String[] arguments) {
        Libc.call(Syscall.UMASK, UMASK);
        Environment environment = Environment.ofProcess(sys);
        Stage stage = Stage.read(environment);
        if (stage != null && stage.kind() == Stage.Kind.RUNTIME) {
            return new RuntimeStage(sys, stage).become(List.of(arguments), Stage.unmark(environment));
        }
        Signals.ignoreSigpipe(sys);
        Self self = Self.of(sys, arguments.length);
        try {
            DirectVerb verb = arguments.length == 0 ? null : DirectVerb.ofLabel(arguments[0]);
            if (verb != null) {
                return Direct.run(sys, environment, self, verb, List.of(arguments).subList(1, arguments.length));
            }
            Options options = OptionParser.parse(arguments);
            if (options.wantsHelp()) {
                return print(STDOUT, Help.usage(), 0);
            }
            if (options.has(Option.VERSION)) {
                return print(STDOUT, Help.version(), 0);
            }
            Settings settings = Settings.check(options, sys, sys.readlink("/proc/self/cwd"));
            return stage == null ? new Detach(sys, settings, environment, List.of(arguments)).run()
                    : new Supervisor(sys, settings, Stage.unmark(environment), stage, self).run();
        } catch (UsageException | ErrnoException e) {
            return print(STDERR, "carafe-monitor: " + e.getMessage() + "\n", 1);
        }
    }

    private int print(int fd, String text, int code) {
        sys.writeAll(fd, RawText.bytes(text));
        return code;
    }
}
