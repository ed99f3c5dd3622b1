package carafe.spec.resources;

import carafe.spec.json.JsonReader;

/**
 * Which device nodes may be used; later rules override earlier ones.
 *
 * @param type   {@link DeviceRuleType#ALL} if absent
 * @param major  null for all
 * @param minor  null for all
 * @param access letters out of "rwm" (read, write, mknod); null if absent, which means all of them
 */
public record DeviceRule(boolean allow, DeviceRuleType type, Long major, Long minor, String access) {
    static DeviceRule read(JsonReader in) {
        Boolean allow = null;
        DeviceRuleType type = null;
        Long major = null;
        Long minor = null;
        String access = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "allow" -> allow = in.readBoolean();
                case "type" -> type = in.readWord(DeviceRuleType.WORDS);
                case "major" -> major = in.readInt64();
                case "minor" -> minor = in.readInt64();
                case "access" -> access = in.readText();
                default -> in.skip();
            }
        }
        return new DeviceRule(
                Boolean.TRUE.equals(in.required("allow", allow)),
                type == null ? DeviceRuleType.ALL : type,
                major,
                minor,
                access);
    }
}
