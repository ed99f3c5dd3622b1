package carafe.cli.verb;

import static carafe.cli.verb.SharedFlags.BUNDLE;
import static carafe.cli.verb.SharedFlags.CONFIG;
import static carafe.cli.verb.SharedFlags.CONSOLE_SOCKET;
import static carafe.cli.verb.SharedFlags.DETACH;
import static carafe.cli.verb.SharedFlags.NO_NEW_KEYRING;
import static carafe.cli.verb.SharedFlags.NO_PIVOT;
import static carafe.cli.verb.SharedFlags.NO_SUBREAPER;
import static carafe.cli.verb.SharedFlags.PIDFD_SOCKET;
import static carafe.cli.verb.SharedFlags.PID_FILE;
import static carafe.cli.verb.SharedFlags.PRESERVE_FDS;

import carafe.cli.args.Arguments;
import carafe.cli.args.Flag;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.container.lifecycle.CreateOptions;
import carafe.container.lifecycle.Run;

/** {@code run}: create, start, wait and delete in one call. */
final class RunVerb implements Verb {
    static final Flag KEEP = Flag.toggle("keep", "do not delete the container when its process has ended");

    static final Syntax SYNTAX = Syntax.of("run", "create and run a container")
            .operands(Operand.newContainerId())
            .flags(BUNDLE, CONFIG, CONSOLE_SOCKET, PIDFD_SOCKET, DETACH, KEEP, PID_FILE, NO_SUBREAPER, NO_PIVOT,
                    NO_NEW_KEYRING, PRESERVE_FDS, TraceFlags.TRACE, TraceFlags.TRACE_FORMAT)
            .failuresNameProgramAnd("run failed: ")
            .description("""
                    Creates the container, starts its process and waits for it. Signals are passed
                    on, a terminal is connected if config.json asks for one, and the exit status is
                    that of the process, or 128 plus the number of the signal that ended it. The
                    container is deleted afterwards.

                    With --detach the command returns once the process runs.""")
            .example("carafe run --bundle /srv/shell sh1", "run the bundle in the foreground")
            .example("carafe run --detach --pid-file /run/web1.pid web1", "run it in the background")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        call.root().prepare(call.kernel());
        Arguments arguments = call.arguments();
        CreateOptions options = CreateRequest.of(call, arguments.isOn(DETACH));
        return new Run(call.kernel(), call.store(), call.log())
                .run(call.containerId(), options, arguments.isOn(KEEP), !arguments.isOn(NO_SUBREAPER));
    }
}
