package carafe.cli.verb;

import carafe.cli.args.Flag;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.cli.report.InspectionText;
import carafe.cli.report.ReportFormat;
import carafe.container.inspect.Inspect;
import carafe.container.inspect.Inspection;

/** {@code inspect}: what a container is really in. */
final class InspectVerb implements Verb {
    static final Flag DIFF = Flag.toggle("diff", "list where the container is not as its config.json says");
    static final Flag FILTER = Flag.toggle("filter",
            "read the system call filter from the kernel, for which the first process is stopped for a moment");

    static final Syntax SYNTAX = Syntax.of("inspect", "show what a container is really in")
            .operands(Operand.containerId())
            .flags(ReportFlags.FORMAT, ReportFlags.ALL, DIFF, FILTER)
            .description("""
                    Shows, as the kernel has it: namespaces and who shares them, id maps, processes with
                    their capabilities, the system call filter, the LSM's label, cgroups, limits and
                    what is used of them, mounts with their flags, and descriptors that lead out of the
                    container. What the caller may not see is left out.

                    The filter is that of config.json unless --filter is given, which takes
                    CAP_SYS_ADMIN; a paused process cannot be asked.""")
            .example("carafe inspect --diff web1", "has web1 drifted from its configuration?")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        ReportFormat format = ReportFlags.format(call);
        Inspection found = new Inspect(call.kernel(), call.store())
                .inspect(call.containerId(), call.arguments().isOn(FILTER), call.arguments().isOn(DIFF));
        ReportFlags.print(call, format, found, page -> InspectionText.print(found, page));
        return 0;
    }
}
