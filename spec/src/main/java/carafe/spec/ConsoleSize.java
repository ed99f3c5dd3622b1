package carafe.spec;

import carafe.spec.json.JsonReader;

/** The first size of a terminal, in characters. */
public record ConsoleSize(int height, int width) {
    static ConsoleSize read(JsonReader in) {
        Integer height = null;
        Integer width = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "height" -> height = in.readUint16();
                case "width" -> width = in.readUint16();
                default -> in.skip();
            }
        }
        return new ConsoleSize(in.requiredInt("height", height), in.requiredInt("width", width));
    }
}
