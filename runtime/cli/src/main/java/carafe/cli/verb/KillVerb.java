package carafe.cli.verb;

import carafe.cli.args.Completion;
import carafe.cli.args.Flag;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.container.lifecycle.Kill;

/** {@code kill}: sends a signal. */
final class KillVerb implements Verb {
    /** Once meant "all processes"; engines still pass it, and expect no error when nothing runs any more. */
    static final Flag ALL = Flag.toggle("all", "do not fail if the container has stopped").withAlias("a").concealed();

    private static final String DEFAULT_SIGNAL = "TERM";

    static final Syntax SYNTAX = Syntax.of("kill", "send a signal to the container's init process")
            .operands(Operand.containerId(),
                    Operand.optional("signal", new Completion.OneOf(SignalNames.COMMON)))
            .flags(ALL, SharedFlags.REGEX)
            .flagsEndAtOperand()
            .description("""
                    The signal is a number or a name with or without SIG, in any case; SIGTERM if
                    none is given. SIGKILL also ends a paused container, and where the container
                    shares its pid namespace, every process of its cgroup.""")
            .example("carafe kill web1 KILL", "end the container at once")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        String name = call.arguments().operand(1);
        int signal = SignalNames.parse(name == null || name.isEmpty() ? DEFAULT_SIGNAL : name);
        Kill kill = new Kill(call.kernel(), call.store());
        boolean all = call.arguments().isOn(ALL);
        ContainerSelection.forEach(call, id -> kill.kill(id, signal, all));
        return 0;
    }
}
