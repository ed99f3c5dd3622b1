package carafe.spec;

import carafe.spec.json.JsonReader;

/** A range of user or group ids (uint32), as the container and as the host see it. */
public record IdMapping(long containerID, long hostID, long size) {
    static IdMapping read(JsonReader in) {
        Long containerId = null;
        Long hostId = null;
        Long size = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "containerID" -> containerId = in.readUint32();
                case "hostID" -> hostId = in.readUint32();
                case "size" -> size = in.readUint32();
                default -> in.skip();
            }
        }
        return new IdMapping(
                in.requiredLong("containerID", containerId),
                in.requiredLong("hostID", hostId),
                in.requiredLong("size", size));
    }
}
