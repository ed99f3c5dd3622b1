package carafe.spec.resources;

import carafe.spec.json.JsonReader;

/**
 * How many tasks a container may have.
 *
 * @param limit -1 for unlimited; 0 is a limit of 0 from version 1.3.0 of the specification on (see
 *              {@link Resources#asOf}); null if absent, which changes nothing
 */
public record Pids(Long limit) {
    static Pids read(JsonReader in) {
        Long limit = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "limit" -> limit = in.readInt64();
                default -> in.skip();
            }
        }
        return new Pids(limit);
    }
}
