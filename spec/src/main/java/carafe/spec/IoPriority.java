package carafe.spec;

import carafe.spec.json.JsonReader;

/**
 * I/O priority for ioprio_set(2).
 *
 * @param ioClass  the property {@code class}
 * @param priority 0 (highest) to 7
 */
public record IoPriority(IoPriorityClass ioClass, int priority) {
    static IoPriority read(JsonReader in) {
        IoPriorityClass ioClass = null;
        Integer priority = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "class" -> ioClass = in.readWord(IoPriorityClass.WORDS);
                case "priority" -> priority = in.readInteger(Integer.MIN_VALUE, Integer.MAX_VALUE);
                default -> in.skip();
            }
        }
        if (ioClass == IoPriorityClass.IOPRIO_CLASS_IDLE && priority == null) {
            // the kernel has only one
            priority = 0;
        }
        return new IoPriority(in.required("class", ioClass), in.requiredInt("priority", priority));
    }
}
