package carafe.spec;

import carafe.spec.json.JsonReader;

/**
 * A device node to make in the container.
 *
 * @param path     absolute path in the container
 * @param major    0 for a {@link DeviceType#FIFO}
 * @param fileMode permission bits; null if absent
 * @param uid      uint32 as the container sees it; null if absent
 * @param gid      uint32; null if absent
 */
public record Device(
        DeviceType type, String path, long major, long minor, Integer fileMode, Long uid, Long gid) {

    static Device read(JsonReader in) {
        DeviceType type = null;
        String path = null;
        Long major = null;
        Long minor = null;
        Integer fileMode = null;
        Long uid = null;
        Long gid = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "type" -> type = in.readWord(DeviceType.WORDS);
                case "path" -> path = in.readText();
                case "major" -> major = in.readInt64();
                case "minor" -> minor = in.readInt64();
                case "fileMode" -> fileMode = in.readInteger(0, Integer.MAX_VALUE);
                case "uid" -> uid = in.readUint32();
                case "gid" -> gid = in.readUint32();
                default -> in.skip();
            }
        }
        in.required("type", type);
        in.required("path", path);
        if (type == DeviceType.FIFO) {
            major = 0L;
            minor = 0L;
        }
        return new Device(type, path, in.requiredLong("major", major), in.requiredLong("minor", minor),
                fileMode, uid, gid);
    }
}
