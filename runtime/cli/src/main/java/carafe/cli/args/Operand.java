package carafe.cli.args;

import java.util.List;

/**
 * One positional argument of a verb.
 *
 * @param placeholder how the operand is written in a usage line, without brackets: {@code container-id}
 * @param required whether a call without it is a usage error
 * @param repeats whether any number of further arguments belong to it
 * @param completion what a shell offers for it
 */
public record Operand(String placeholder, boolean required, boolean repeats, Completion completion) {

    /** An existing container. */
    public static Operand containerId() {
        return new Operand("container-id", true, false, new Completion.ContainerIds());
    }

    /** The name a new container will have: there is nothing to complete. */
    public static Operand newContainerId() {
        return new Operand("container-id", true, false, new Completion.Nothing());
    }

    public static Operand required(String placeholder, Completion completion) {
        return new Operand(placeholder, true, false, completion);
    }

    public static Operand optional(String placeholder, Completion completion) {
        return new Operand(placeholder, false, false, completion);
    }

    public static Operand oneOf(String placeholder, String... words) {
        return required(placeholder, new Completion.OneOf(List.of(words)));
    }

    /** Everything that is left on the line, possibly nothing. */
    public static Operand rest(String placeholder, Completion completion) {
        return new Operand(placeholder, false, true, completion);
    }

    /** The operand as a usage line shows it: {@code <id>}, {@code [signal]}, {@code [args...]}. */
    public String usage() {
        if (required) {
            return "<" + placeholder + ">";
        }
        return repeats ? "[" + placeholder + "...]" : "[" + placeholder + "]";
    }
}
