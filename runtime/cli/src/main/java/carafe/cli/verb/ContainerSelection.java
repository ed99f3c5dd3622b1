package carafe.cli.verb;

import carafe.container.Refused;
import carafe.container.lifecycle.ContainerId;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The containers that a verb with {@code --regex} acts on. */
final class ContainerSelection {
    private ContainerSelection() {
    }

    /**
     * Acts on the container that the first operand names; with {@code --regex}, on all whose ids it matches somewhere,
     * where one that cannot be acted on is worth a warning and does not keep the others.
     */
    static void forEach(Invocation call, Consumer<ContainerId> action) {
        if (!call.arguments().isOn(SharedFlags.REGEX)) {
            action.accept(call.containerId());
            return;
        }
        Pattern pattern = compile(call.arguments().operand(0));
        List<String> known = call.store().ids();
        for (String id : known == null ? List.<String>of() : known) {
            if (pattern.matcher(id).find()) {
                try {
                    action.accept(new ContainerId(id));
                } catch (Refused refused) {
                    call.log().warning(id + ": " + refused.getMessage());
                }
            }
        }
    }

    private static Pattern compile(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException malformed) {
            throw new Refused("invalid regular expression \"" + expression + "\": "
                    + malformed.getDescription());
        }
    }
}
