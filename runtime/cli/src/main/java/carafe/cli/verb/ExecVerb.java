package carafe.cli.verb;

import static carafe.cli.verb.SharedFlags.CONSOLE_SOCKET;
import static carafe.cli.verb.SharedFlags.DETACH;
import static carafe.cli.verb.SharedFlags.PIDFD_SOCKET;
import static carafe.cli.verb.SharedFlags.PID_FILE;
import static carafe.cli.verb.SharedFlags.PRESERVE_FDS;

import carafe.cli.args.Arguments;
import carafe.cli.args.Completion;
import carafe.cli.args.Flag;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.container.Refused;
import carafe.container.cgroup.SubCgroups;
import carafe.container.lifecycle.Container;
import carafe.container.lifecycle.Exec;
import carafe.container.lifecycle.ExecOptions;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.spec.ConfigReader;
import carafe.spec.Process;
import carafe.spec.json.Findings;
import carafe.spec.validate.Validator;

/** {@code exec}: runs a further process in a container. */
final class ExecVerb implements Verb {
    /** Tells callers that the command inside never ran: its own status cannot be told from ours otherwise. */
    private static final int NOT_EXECUTED = 255;

    static final Flag CWD = Flag.text("cwd", "DIR", "working directory in the container");
    static final Flag ENV = Flag.text("env", "NAME=VALUE", "set an environment variable").withAlias("e").repeated();
    static final Flag TTY = Flag.toggle("tty", "give the process a pseudo-terminal").withAlias("t");
    static final Flag USER = Flag.text("user", "UID[:GID]", "run as this user and group").withAlias("u");
    static final Flag ADDITIONAL_GIDS = Flag.integer("additional-gids", "GID", "add a supplementary group")
            .withAlias("g").repeated();
    static final Flag PROCESS = Flag.file("process", "FILE",
            "read the whole process description from this JSON file").withAlias("p");
    static final Flag PROCESS_LABEL = Flag.text("process-label", "LABEL", "SELinux label of the process");
    static final Flag APPARMOR = Flag.text("apparmor", "PROFILE", "AppArmor profile of the process");
    static final Flag NO_NEW_PRIVS = Flag.toggle("no-new-privs", "let the process gain no privileges by execve");
    static final Flag CAP = Flag.text("cap", "CAPABILITY", "add a capability").withAlias("c").repeated();
    static final Flag CGROUP = Flag.text("cgroup", "[CONTROLLER[,CONTROLLER]:]PATH",
            "run in an existing cgroup below the container's").repeated();
    static final Flag IGNORE_PAUSED = Flag.toggle("ignore-paused", "start in a paused container; runs once resumed");

    static final Syntax SYNTAX = Syntax.of("exec", "run a further process in a container")
            .operands(Operand.containerId(), Operand.rest("command", new Completion.Nothing()))
            .flags(CONSOLE_SOCKET, PIDFD_SOCKET, CWD, ENV, TTY, USER, ADDITIONAL_GIDS, PROCESS, DETACH, PID_FILE,
                    PROCESS_LABEL, APPARMOR, NO_NEW_PRIVS, CAP, PRESERVE_FDS, CGROUP, IGNORE_PAUSED,
                    TraceFlags.TRACE, TraceFlags.TRACE_FORMAT)
            .flagsEndAtOperand()
            .failuresRead("exec failed: ", NOT_EXECUTED)
            .description("""
                    The process is that of the container's config.json with the given command and
                    changes, without a terminal unless --tty is given; or, with --process, exactly
                    what the file says.

                    The exit status is that of the command, 128 plus the number of the signal that
                    ended it, or 255 if it could not be run.""")
            .example("carafe exec -t -e TERM=$TERM web1 sh", "open a shell in web1")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        Exec exec = new Exec(call.kernel(), call.store(), call.log());
        // the container's state before the arguments, as runc does it
        try (Container container = exec.open(call.containerId(), call.arguments().isOn(IGNORE_PAUSED))) {
            return exec.exec(container, options(call, container));
        }
    }

    private static ExecOptions options(Invocation call, Container container) {
        Arguments arguments = call.arguments();
        int listenFds = ListenFds.count(call.kernel(), call.environment());
        int preserveFds = Math.clamp(arguments.integer(PRESERVE_FDS), 0, Integer.MAX_VALUE - listenFds);
        return new ExecOptions(
                process(call, container),
                arguments.textOrNull(CONSOLE_SOCKET),
                arguments.textOrNull(PIDFD_SOCKET),
                arguments.textOrNull(PID_FILE),
                arguments.isOn(DETACH),
                listenFds + preserveFds,
                listenFds,
                SubCgroups.parse(arguments.texts(CGROUP)));
    }

    private static Process process(Invocation call, Container container) {
        String file = call.arguments().textOrNull(PROCESS);
        if (file != null) {
            Findings findings = Findings.stoppingAtFirstError(file);
            Process process = ConfigReader.readProcess(file, HostFile.read(call.kernel(), file));
            Validator.validate(process, findings);
            return process;
        }
        Process changed = ProcessChanges.apply(configuredProcess(call.kernel(), container),
                call.arguments(), call.log());
        Validator.validate(changed, Findings.stoppingAtFirstError("exec"));
        return changed;
    }

    /**
     * From the bundle as it is now, which is not what the container was created from if somebody changed it since. A
     * bundle without a configuration was given one by {@code --config}, which is the container's by now.
     */
    private static Process configuredProcess(Kernel kernel, Container container) {
        String bundle = container.saved().bundle();
        Fd directory = BundleConfig.openBundle(kernel, bundle);
        BundleConfig config = BundleConfig.readIfThere(kernel, directory);
        kernel.close(directory);
        String file = bundle + "/" + (config == null ? BundleConfig.JSON_FILE : config.file());
        Process process = config == null ? container.config().process()
                : ConfigReader.readConfig(file, config.json()).process();
        if (process == null) {
            throw new Refused(file + ": /process: found nothing, expected an object");
        }
        return process;
    }
}
