package carafe.spec;

import carafe.spec.json.JsonReader;
import java.util.List;

/**
 * Cache and memory bandwidth by the resctrl file system; strings are null where absent.
 *
 * @param closID   the class of service to join, "/" for the default one; if absent one is made for the container
 * @param schemata lines to be written as they are, after the two older forms
 */
public record IntelRdt(
        String closID,
        List<String> schemata,
        String l3CacheSchema,
        String memBwSchema,
        boolean enableMonitoring) {

    static IntelRdt read(JsonReader in) {
        String closId = null;
        List<String> schemata = List.of();
        String l3CacheSchema = null;
        String memBwSchema = null;
        boolean enableMonitoring = false;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "closID" -> closId = in.readText();
                case "schemata" -> schemata = in.readTexts();
                case "l3CacheSchema" -> l3CacheSchema = in.readText();
                case "memBwSchema" -> memBwSchema = in.readText();
                case "enableMonitoring" -> enableMonitoring = in.readBoolean();
                default -> in.skip();
            }
        }
        return new IntelRdt(closId, schemata, l3CacheSchema, memBwSchema, enableMonitoring);
    }
}
