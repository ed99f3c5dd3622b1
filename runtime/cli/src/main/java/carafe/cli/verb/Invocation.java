package carafe.cli.verb;

import carafe.cli.args.Arguments;
import carafe.cli.out.Log;
import carafe.cli.out.Output;
import carafe.container.Refused;
import carafe.container.lifecycle.ContainerId;
import carafe.container.lifecycle.ContainerStore;
import carafe.kernel.LocalKernel;

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
        LocalKernel kernel,
        Environment environment,
        Output output,
        Log log) {

    /**
     * The container the first operand names.
     *
     * @throws Refused if it is empty
     * @throws Refused if no container can have this id
     */
    public ContainerId containerId() {
        return containerId(0);
    }

    /** The container another operand names. */
    ContainerId containerId(int operand) {
        String id = arguments.operand(operand);
        if (id == null || id.isEmpty()) {
            throw new Refused("container id cannot be empty");
        }
        return new ContainerId(id);
    }

    /** Where containers are looked up. */
    ContainerStore store() {
        return new ContainerStore(kernel, root.path());
    }
}
