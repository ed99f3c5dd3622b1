package carafe.cli.verb;

import carafe.cli.args.Flag;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.container.lifecycle.Delete;

/** {@code delete}: removes what a container holds on the host. */
final class DeleteVerb implements Verb {
    static final Flag FORCE = Flag.toggle("force",
            "kill the container first if it still runs; succeed if it does not exist").withAlias("f");

    static final Syntax SYNTAX = Syntax.of("delete", "delete what a container holds on the host")
            .operands(Operand.containerId())
            .flags(FORCE, SharedFlags.REGEX)
            .description("""
                    Removes the cgroup, the state directory and whatever a crashed run left behind
                    for this id. The container must be stopped, or created and not started. With
                    --force, processes that others have put into its cgroup are killed, too.""")
            .example("carafe delete --force web1", "delete web1 in whatever state it is")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        Delete delete = new Delete(call.kernel(), call.store(), call.log());
        boolean force = call.arguments().isOn(FORCE);
        ContainerSelection.forEach(call, id -> delete.delete(id, force));
        return 0;
    }
}
