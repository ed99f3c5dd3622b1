package carafe.spec;

import carafe.spec.json.JsonReader;
import java.util.ArrayList;
import java.util.List;

/**
 * One mount; mounts are made in the order in which they are listed.
 *
 * @param destination path in the container; a relative one is meant relative to "/"
 * @param type        file system type, a dummy for bind mounts; null if absent
 * @param source      device, or for bind mounts a path that may be relative to the bundle; null if absent
 * @param options     as for mount(8)
 */
public record Mount(
        String destination,
        String type,
        String source,
        List<String> options,
        List<IdMapping> uidMappings,
        List<IdMapping> gidMappings) {

    /** The same mount in another place. */
    public Mount to(String otherDestination) {
        return new Mount(otherDestination, type, source, options, uidMappings, gidMappings);
    }

    /** The same with its id mappings where the specification has them, if an option brings them and is right. */
    Mount withMappingsOfOption(Linux linux) {
        for (int i = 0; i < options.size(); i++) {
            if (IdMapWord.is(options.get(i)) && uidMappings.isEmpty() && gidMappings.isEmpty()) {
                IdMapWord word = IdMapWord.parse(options.get(i), linux.uidMappings(), linux.gidMappings());
                if (word != null) {
                    List<String> plain = new ArrayList<>(options);
                    plain.set(i, word.recursive() ? "ridmap" : "idmap");
                    return new Mount(destination, type, source, plain, word.uids(), word.gids());
                }
            }
        }
        return this;
    }

    static Mount read(JsonReader in) {
        String destination = null;
        String type = null;
        String source = null;
        List<String> options = List.of();
        List<IdMapping> uidMappings = List.of();
        List<IdMapping> gidMappings = List.of();
        while (in.nextProperty()) {
            switch (in.property()) {
                case "destination" -> destination = in.readText();
                case "type" -> type = in.readText();
                case "source" -> source = in.readText();
                case "options" -> options = in.readTexts();
                case "uidMappings" -> uidMappings = in.readRecords(IdMapping::read);
                case "gidMappings" -> gidMappings = in.readRecords(IdMapping::read);
                default -> in.skip();
            }
        }
        return new Mount(in.required("destination", destination), type, source, options, uidMappings, gidMappings);
    }

    /** A mount is a bind mount by its options, whatever its type says. */
    public boolean isBind() {
        return options.contains("bind") || options.contains("rbind");
    }
}
