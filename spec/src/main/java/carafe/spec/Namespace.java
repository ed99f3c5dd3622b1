package carafe.spec;

import carafe.spec.json.JsonReader;

/**
 * A namespace of the container.
 *
 * @param path file of an existing namespace to join, absolute; null for a new one
 */
public record Namespace(NamespaceType type, String path) {
    static Namespace read(JsonReader in) {
        NamespaceType type = null;
        String path = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "type" -> type = in.readWord(NamespaceType.WORDS);
                case "path" -> path = in.readText();
                default -> in.skip();
            }
        }
        return new Namespace(in.required("type", type), path);
    }
}
