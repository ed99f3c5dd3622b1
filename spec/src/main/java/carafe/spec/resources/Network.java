package carafe.spec.resources;

import carafe.spec.json.JsonReader;
import java.util.List;

/**
 * The net_cls and net_prio controllers, which only cgroup v1 has.
 *
 * @param classID uint32; null if absent
 */
public record Network(Long classID, List<InterfacePriority> priorities) {
    static Network read(JsonReader in) {
        Long classId = null;
        List<InterfacePriority> priorities = List.of();
        while (in.nextProperty()) {
            switch (in.property()) {
                case "classID" -> classId = in.readUint32();
                case "priorities" -> priorities = in.readRecords(InterfacePriority::read);
                default -> in.skip();
            }
        }
        return new Network(classId, priorities);
    }
}
