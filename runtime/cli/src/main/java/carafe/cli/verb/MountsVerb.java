package carafe.cli.verb;

import carafe.cli.args.Completion;
import carafe.cli.args.Operand;
import carafe.cli.args.Syntax;
import carafe.container.Refused;
import carafe.container.lifecycle.ContainerId;
import carafe.container.lifecycle.LiveMounts;
import carafe.spec.ConfigReader;
import carafe.spec.Mount;
import java.util.List;

/** {@code mounts}: changes the mounts of a running container, as crun does. */
final class MountsVerb implements Verb {
    private static final String ADD = "add";
    private static final String REMOVE = "remove";

    static final Syntax SYNTAX = Syntax.of("mounts", "add mounts to a running container or remove them")
            .operands(Operand.oneOf("action", ADD, REMOVE), Operand.containerId(),
                    Operand.required("file", new Completion.Files()))
            .description("""
                    The action is add or remove. The file, or standard input if it is -, holds a
                    JSON array of mounts as config.json has it. Of mounts that are to be removed
                    only the destination counts.

                    Relative sources start at the bundle. The container's config.json stays as it is,
                    so a new container of the same bundle has none of these mounts.""")
            .example("echo '[{\"destination\": \"/data\", \"source\": \"/srv\", \"options\": [\"bind\"]}]'"
                    + " | carafe mounts add web1 -", "show web1 a directory of the host")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        String action = call.arguments().operand(0);
        ContainerId id = call.containerId(1);
        String file = call.arguments().operand(2);
        LiveMounts live = new LiveMounts(call.kernel(), call.store(), call.log());
        switch (action) {
            case ADD -> live.add(id, file, read(call, file));
            case REMOVE -> live.remove(id, read(call, file));
            default -> throw new Refused("unknown action \"" + action + "\", expected add or remove");
        }
        return 0;
    }

    private static List<Mount> read(Invocation call, String file) {
        return ConfigReader.readMounts(file, HostFile.readOrStandardInput(call.kernel(), file));
    }
}
