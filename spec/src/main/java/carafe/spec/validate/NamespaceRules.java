package carafe.spec.validate;

import static carafe.spec.json.Finding.quoted;

import carafe.spec.Linux;
import carafe.spec.Namespace;
import carafe.spec.NamespaceType;
import carafe.spec.TimeOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code linux.namespaces} and what belongs to user and time namespaces. */
final class NamespaceRules {
    /** The clocks of a time namespace (time_namespaces(7)). */
    private static final List<String> CLOCKS = List.of("monotonic", "boottime");
    private static final long NANOSECONDS_PER_SECOND = 1_000_000_000;

    private NamespaceRules() {
    }

    static void check(Linux linux, Place place) {
        checkMappings(linux, place);
        checkNamespaces(linux.namespaces(), place.at("namespaces"));
        checkTimeOffsets(linux, place.at("timeOffsets"));
    }

    private static void checkNamespaces(List<Namespace> namespaces, Place place) {
        Set<NamespaceType> seen = EnumSet.noneOf(NamespaceType.class);
        for (int i = 0; i < namespaces.size(); i++) {
            Namespace namespace = namespaces.get(i);
            if (namespace.type() != null && !seen.add(namespace.type())) {
                place.at(i).at("type").error(quoted(namespace.type().word()), "every type only once");
            }
            place.at(i).at("path").requireAbsolute(namespace.path());
        }
    }

    private static void checkMappings(Linux linux, Place place) {
        IdMappingRules.check(linux.uidMappings(), place.at("uidMappings"));
        IdMappingRules.check(linux.gidMappings(), place.at("gidMappings"));
        Namespace user = linux.namespace(NamespaceType.USER);
        boolean uids = !linux.uidMappings().isEmpty();
        boolean gids = !linux.gidMappings().isEmpty();
        if (user == null) {
            String expected = "a user namespace in linux.namespaces to map the ids in";
            if (uids) {
                place.at("uidMappings").error(linux.uidMappings().size() + " mappings", expected);
            }
            if (gids) {
                place.at("gidMappings").error(linux.gidMappings().size() + " mappings", expected);
            }
        } else if (user.path() == null) {
            if (!uids) {
                place.at("uidMappings").missing("at least one mapping for the new user namespace");
            }
            if (!gids) {
                place.at("gidMappings").missing("at least one mapping for the new user namespace");
            }
        } else if (uids || gids) {
            // containerd and CRI-O give both; whether they agree is checked when the namespace is joined.
            place.at(uids ? "uidMappings" : "gidMappings").note("mappings",
                    "none, since the user namespace is joined by path and has its own");
        }
    }

    private static void checkTimeOffsets(Linux linux, Place place) {
        if (linux.timeOffsets().isEmpty()) {
            return;
        }
        Namespace time = linux.namespace(NamespaceType.TIME);
        if (time == null) {
            place.error("offsets", "a time namespace in linux.namespaces to set them in");
        } else if (time.path() != null) {
            place.error("offsets", "none, since the time namespace is joined by path and has its own");
        }
        for (Map.Entry<String, TimeOffset> entry : linux.timeOffsets().entrySet()) {
            if (!CLOCKS.contains(entry.getKey())) {
                place.at(entry.getKey()).error("a clock", "one of " + String.join(", ", CLOCKS));
            }
            if (entry.getValue().nanosecs() >= NANOSECONDS_PER_SECOND) {
                place.at(entry.getKey()).at("nanosecs").error(Long.toString(entry.getValue().nanosecs()),
                        "a number from 0 to 999999999");
            }
        }
    }
}
