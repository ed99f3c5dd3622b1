package carafe.spec;

import carafe.spec.json.JsonReader;

/**
 * The root file system of a container.
 *
 * @param path absolute, or relative to the bundle
 */
public record Root(String path, boolean readonly) {
    static Root read(JsonReader in) {
        String path = null;
        boolean readonly = false;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "path" -> path = in.readText();
                case "readonly" -> readonly = in.readBoolean();
                default -> in.skip();
            }
        }
        return new Root(in.required("path", path), readonly);
    }
}
