package carafe.spec;

import carafe.spec.json.JsonReader;
import java.util.List;

/**
 * The NUMA memory policy of a container's processes.
 *
 * @param nodes list such as "0-3,7"; null if absent
 */
public record MemoryPolicy(MemoryPolicyMode mode, String nodes, List<MemoryPolicyFlag> flags) {
    static MemoryPolicy read(JsonReader in) {
        MemoryPolicyMode mode = null;
        String nodes = null;
        List<MemoryPolicyFlag> flags = List.of();
        while (in.nextProperty()) {
            switch (in.property()) {
                case "mode" -> mode = in.readWord(MemoryPolicyMode.WORDS);
                case "nodes" -> nodes = in.readText();
                case "flags" -> flags = in.readWords(MemoryPolicyFlag.WORDS);
                default -> in.skip();
            }
        }
        return new MemoryPolicy(in.required("mode", mode, "a required value: none is an invalid memory policy mode"),
                nodes, flags);
    }
}
