package carafe.spec.validate;

import carafe.spec.IdMapping;
import java.util.List;

/** What the kernel accepts in uid_map and gid_map (user_namespaces(7)). */
final class IdMappingRules {
    /** UID_GID_MAP_MAX_EXTENTS (linux/user_namespace.h), since Linux 4.15. */
    private static final int MOST_MAPPINGS = 340;
    private static final long IDS = 1L << 32;

    private IdMappingRules() {
    }

    static void check(List<IdMapping> mappings, Place place) {
        if (mappings.size() > MOST_MAPPINGS) {
            place.error(mappings.size() + " mappings", "at most " + MOST_MAPPINGS);
        }
        for (int i = 0; i < mappings.size(); i++) {
            IdMapping mapping = mappings.get(i);
            if (mapping.size() == 0) {
                place.at(i).at("size").error("0", "at least 1");
            }
            if (mapping.containerID() + mapping.size() > IDS || mapping.hostID() + mapping.size() > IDS) {
                place.at(i).at("size").error(Long.toString(mapping.size()), "a range of ids below 4294967296");
            }
            checkOverlaps(mappings, i, place.at(i));
        }
    }

    private static void checkOverlaps(List<IdMapping> mappings, int index, Place place) {
        IdMapping mapping = mappings.get(index);
        for (IdMapping earlier : mappings.subList(0, index)) {
            if (overlap(earlier.containerID(), earlier.size(), mapping.containerID(), mapping.size())) {
                place.at("containerID").error(Long.toString(mapping.containerID()),
                        "a range that no other mapping covers");
            }
            if (overlap(earlier.hostID(), earlier.size(), mapping.hostID(), mapping.size())) {
                place.at("hostID").error(Long.toString(mapping.hostID()), "a range that no other mapping covers");
            }
        }
    }

    private static boolean overlap(long a, long sizeOfA, long b, long sizeOfB) {
        return a < b + sizeOfB && b < a + sizeOfA;
    }
}
