package carafe.spec.resources;

import carafe.spec.json.JsonReader;

/** The share of a block device's bandwidth; at least one of the weights is there, the other null. */
public record WeightDevice(long major, long minor, Integer weight, Integer leafWeight) {
    static WeightDevice read(JsonReader in) {
        Long major = null;
        Long minor = null;
        Integer weight = null;
        Integer leafWeight = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "major" -> major = in.readInt64();
                case "minor" -> minor = in.readInt64();
                case "weight" -> weight = in.readUint16();
                case "leafWeight" -> leafWeight = in.readUint16();
                default -> in.skip();
            }
        }
        return new WeightDevice(
                in.requiredLong("major", major), in.requiredLong("minor", minor), weight, leafWeight);
    }
}
