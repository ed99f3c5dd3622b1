package carafe.spec;

import carafe.spec.json.JsonReader;

/**
 * A network device of the host that moves into the container.
 *
 * @param name what it is called in the container, may contain %d; null to keep its name
 */
public record NetDevice(String name) {
    static NetDevice read(JsonReader in) {
        String name = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "name" -> name = in.readText();
                default -> in.skip();
            }
        }
        return new NetDevice(name);
    }
}
