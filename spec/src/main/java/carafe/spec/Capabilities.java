package carafe.spec;

import carafe.spec.json.JsonReader;
import java.util.List;

/** The five capability sets of a process. Names no kernel header knows are warned of and left out. */
public record Capabilities(
        List<Capability> bounding,
        List<Capability> effective,
        List<Capability> inheritable,
        List<Capability> permitted,
        List<Capability> ambient) {

    /** No capability at all. */
    public static final Capabilities NONE =
            new Capabilities(List.of(), List.of(), List.of(), List.of(), List.of());

    static Capabilities read(JsonReader in) {
        List<Capability> bounding = List.of();
        List<Capability> effective = List.of();
        List<Capability> inheritable = List.of();
        List<Capability> permitted = List.of();
        List<Capability> ambient = List.of();
        while (in.nextProperty()) {
            switch (in.property()) {
                case "bounding" -> bounding = readSet(in);
                case "effective" -> effective = readSet(in);
                case "inheritable" -> inheritable = readSet(in);
                case "permitted" -> permitted = readSet(in);
                case "ambient" -> ambient = readSet(in);
                default -> in.skip();
            }
        }
        return new Capabilities(bounding, effective, inheritable, permitted, ambient);
    }

    private static List<Capability> readSet(JsonReader in) {
        return in.readKnownWords(Capability.WORDS, "the name of a capability; it is ignored");
    }
}
