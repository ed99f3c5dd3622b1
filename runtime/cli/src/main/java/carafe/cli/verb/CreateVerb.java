package carafe.cli.verb;

import static carafe.cli.verb.SharedFlags.BUNDLE;
import static carafe.cli.verb.SharedFlags.CONFIG;
import static carafe.cli.verb.SharedFlags.CONSOLE_SOCKET;
import static carafe.cli.verb.SharedFlags.NO_NEW_KEYRING;
import static carafe.cli.verb.SharedFlags.NO_PIVOT;
import static carafe.cli.verb.SharedFlags.PIDFD_SOCKET;
import static carafe.cli.verb.SharedFlags.PID_FILE;
import static carafe.cli.verb.SharedFlags.PRESERVE_FDS;

import carafe.cli.args.Flag;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.container.lifecycle.Create;
import carafe.container.lifecycle.CreateOptions;

/** {@code create}: sets a container up to the point where its program would start. */
final class CreateVerb implements Verb {
    /** crun takes it, too, and ignores it: nobody waits for what create makes. */
    private static final Flag IGNORED_NO_SUBREAPER = Flag.toggle("no-subreaper", "no effect").concealed();

    static final Syntax SYNTAX = Syntax.of("create", "create a container")
            .operands(Operand.newContainerId())
            .flags(BUNDLE, CONFIG, CONSOLE_SOCKET, PIDFD_SOCKET, PID_FILE, NO_PIVOT, NO_NEW_KEYRING, PRESERVE_FDS,
                    TraceFlags.TRACE, TraceFlags.TRACE_FORMAT, IGNORED_NO_SUBREAPER)
            .failuresNameProgramAnd("create failed: ")
            .description("""
                    Builds everything that config.json in the bundle asks for (namespaces, mounts,
                    cgroup, identity) and leaves a process waiting inside. "start" lets that
                    process become the configured program.

                    The container's standard streams are those of this command. If the process
                    wants a terminal, --console-socket must name a socket to send it to.""")
            .example("carafe create --bundle /srv/web web1", "create web1 from the bundle in /srv/web")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        call.root().prepare(call.kernel());
        CreateOptions options = CreateRequest.of(call, true);
        new Create(call.kernel(), call.store(), call.log()).create(call.containerId(), options);
        return 0;
    }
}
