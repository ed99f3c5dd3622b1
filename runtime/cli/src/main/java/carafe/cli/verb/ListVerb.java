package carafe.cli.verb;

import carafe.cli.args.Flag;
import carafe.cli.args.Syntax;
import carafe.cli.out.TextTable;
import carafe.container.EngineWords;
import carafe.container.Refused;
import carafe.container.lifecycle.ListContainers;
import carafe.spec.State;
import carafe.spec.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code list}: prints the containers under the state root. */
final class ListVerb implements Verb {
    static final Flag QUIET = Flag.toggle("quiet", "print container ids only").withAlias("q");

    static final Syntax SYNTAX = Syntax.of("list", "list containers")
            .flags(SharedFlags.FORMAT, QUIET)
            .description("""
                    Lists the containers whose state is kept under the directory that --root
                    names, with process id, status, bundle, time of creation and owner.""")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        List<State> states = new ListContainers(call.kernel(), call.store(), call.log()).list();
        if (states == null && call.root().given()) {
            throw new Refused("open " + call.root().path() + ": " + EngineWords.NO_SUCH_FILE);
        }
        boolean nothingYet = states == null || states.isEmpty();
        List<State> found = nothingYet ? List.of() : states;
        if (call.arguments().isOn(QUIET)) {
            call.output().stdout(ids(found));
            return 0;
        }
        switch (call.arguments().text(SharedFlags.FORMAT)) {
            case "table" -> call.output().stdout(table(found));
            case "json" -> call.output().stdout(nothingYet ? "null\n" : json(found));
            default -> throw new Refused("invalid format option");
        }
        return 0;
    }

    private static String ids(List<State> states) {
        StringBuilder ids = new StringBuilder();
        for (State state : states) {
            ids.append(state.id()).append('\n');
        }
        return ids.toString();
    }

    private static String table(List<State> states) {
        TextTable table = new TextTable("ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER");
        for (State state : states) {
            table.add(state.id(), Integer.toString(state.pid()), state.status().word(), state.bundle(),
                    state.created(), state.owner());
        }
        return table.layOut();
    }

    private static String json(List<State> states) {
        JsonWriter out = JsonWriter.compact();
        out.beginArray();
        for (State state : states) {
            state.write(out);
        }
        return new String(out.endArray().toBytes(), StandardCharsets.UTF_8) + "\n";
    }
}
