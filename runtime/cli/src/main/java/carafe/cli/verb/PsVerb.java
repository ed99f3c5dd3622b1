package carafe.cli.verb;

import carafe.cli.args.Completion;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.container.Refused;
import carafe.container.lifecycle.ListProcesses;
import carafe.spec.json.JsonWriter;
import java.util.List;

/** {@code ps}: shows the processes of a container. */
final class PsVerb implements Verb {
    static final Syntax SYNTAX = Syntax.of("ps", "show the processes of a container")
            .operands(Operand.containerId(), Operand.rest("ps-options", new Completion.Nothing()))
            .flags(SharedFlags.FORMAT)
            .flagsEndAtOperand()
            .description("""
                    As a table, the output of the host's ps command (with the given options, else
                    -ef), reduced to the processes of the container. As JSON, an array of process
                    ids as the host sees them.""")
            .example("carafe ps web1 -o pid,rss,args", "show memory and command lines")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        List<Integer> pids = new ListProcesses(call.kernel(), call.store()).list(call.containerId());
        switch (call.arguments().text(SharedFlags.FORMAT)) {
            case "table" -> {
                List<String> operands = call.arguments().operands();
                call.output().stdout(HostPs.table(call, operands.subList(1, operands.size()), pids));
            }
            case "json" -> {
                call.output().stdout(json(pids));
                call.output().stdout("\n");
            }
            default -> throw new Refused("invalid format option");
        }
        return 0;
    }

    private static byte[] json(List<Integer> pids) {
        JsonWriter out = JsonWriter.compact();
        out.beginArray();
        for (int pid : pids) {
            out.number(pid);
        }
        return out.endArray().toBytes();
    }
}
