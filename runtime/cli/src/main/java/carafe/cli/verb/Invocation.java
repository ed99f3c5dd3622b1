package carafe.cli.verb;

import carafe.cli.args.Arguments;
import carafe.cli.out.Log;
import carafe.cli.out.Output;
import carafe.kernel.Kernel;

/**
 * One call of a verb, with everything it may touch.
 *
 * @param program the name the program was called by, without directory
 * @param global flags before the verb
 * @param arguments flags and operands after it
 * @param root where the state of containers is kept
 */
public record Invocation(
        String program,
        Arguments global,
        Arguments arguments,
        StateRoot root,
        Kernel kernel,
        Environment environment,
        Output output,
        Log log) {

    /**
     * The container the first operand names.
     *
     * @throws CommandFailure when it is empty; whether it can exist at all is for the state directory to judge
     */
    public String containerId() {
        String id = arguments.operand(0);
        if (id == null || id.isEmpty()) {
            throw new CommandFailure("container id cannot be empty");
        }
        return id;
    }
}
