package carafe.spec.resources;

import carafe.spec.json.JsonReader;

/**
 * An upper bound for one block device.
 *
 * @param rate bytes or operations per second, unsigned; 0 lifts the bound
 */
public record ThrottleDevice(long major, long minor, long rate) {
    static ThrottleDevice read(JsonReader in) {
        Long major = null;
        Long minor = null;
        Long rate = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "major" -> major = in.readInt64();
                case "minor" -> minor = in.readInt64();
                case "rate" -> rate = in.readUint64();
                default -> in.skip();
            }
        }
        return new ThrottleDevice(
                in.requiredLong("major", major), in.requiredLong("minor", minor), in.requiredLong("rate", rate));
    }
}
