package carafe.spec;

import carafe.spec.json.JsonReader;
import java.util.List;

/**
 * The execution domain of a container's processes.
 *
 * @param flags the spec defines none yet, so validation refuses any
 */
public record Personality(PersonalityDomain domain, List<String> flags) {
    static Personality read(JsonReader in) {
        PersonalityDomain domain = null;
        List<String> flags = List.of();
        while (in.nextProperty()) {
            switch (in.property()) {
                case "domain" -> domain = in.readWord(PersonalityDomain.WORDS);
                case "flags" -> flags = in.readTexts();
                default -> in.skip();
            }
        }
        return new Personality(in.required("domain", domain), flags);
    }
}
