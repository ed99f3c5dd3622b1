package carafe.spec;

import carafe.spec.json.JsonReader;

/**
 * A resource limit of a process.
 *
 * @param soft unsigned; all ones (-1) is RLIM_INFINITY
 * @param hard unsigned
 */
public record Rlimit(RlimitType type, long soft, long hard) {
    static Rlimit read(JsonReader in) {
        RlimitType type = null;
        Long soft = null;
        Long hard = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "type" -> type = in.readWord(RlimitType.WORDS);
                case "soft" -> soft = in.readUint64();
                case "hard" -> hard = in.readUint64();
                default -> in.skip();
            }
        }
        return new Rlimit(
                in.required("type", type), in.requiredLong("soft", soft), in.requiredLong("hard", hard));
    }
}
