package carafe.spec.resources;

import carafe.spec.json.JsonReader;

/** The priority (uint32) of packets that leave through one interface of the runtime's network namespace. */
public record InterfacePriority(String name, long priority) {
    static InterfacePriority read(JsonReader in) {
        String name = null;
        Long priority = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "name" -> name = in.readText();
                case "priority" -> priority = in.readUint32();
                default -> in.skip();
            }
        }
        return new InterfacePriority(in.required("name", name), in.requiredLong("priority", priority));
    }
}
