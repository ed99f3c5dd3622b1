package carafe.spec;

import carafe.spec.json.JsonReader;

/** How far a clock of the container is ahead of the host's; 0 where absent. */
public record TimeOffset(long secs, long nanosecs) {
    static TimeOffset read(JsonReader in) {
        Long secs = null;
        Long nanosecs = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "secs" -> secs = in.readInt64();
                case "nanosecs" -> nanosecs = in.readUint32();
                default -> in.skip();
            }
        }
        return new TimeOffset(secs == null ? 0 : secs, nanosecs == null ? 0 : nanosecs);
    }
}
