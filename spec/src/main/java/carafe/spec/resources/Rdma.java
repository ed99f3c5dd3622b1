package carafe.spec.resources;

import carafe.spec.json.JsonReader;

/** Limits (uint32) for one RDMA device; at least one is there, the other null. */
public record Rdma(Long hcaHandles, Long hcaObjects) {
    static Rdma read(JsonReader in) {
        Long hcaHandles = null;
        Long hcaObjects = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "hcaHandles" -> hcaHandles = in.readUint32();
                case "hcaObjects" -> hcaObjects = in.readUint32();
                default -> in.skip();
            }
        }
        return new Rdma(hcaHandles, hcaObjects);
    }
}
