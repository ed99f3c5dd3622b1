package carafe.container.rdt;

import carafe.spec.json.JsonReader;
import carafe.spec.json.JsonWriter;

/**
 * What has to be kept to find a container's class of service again.
 *
 * @param mountpoint of the resctrl file system
 * @param group      the class's directory
 * @param own        whether the class was made for this container and goes with it
 * @param monitoring the directory in which the container is counted by itself; null if it is not
 */
public record RdtState(String mountpoint, String group, boolean own, String monitoring) {

    public void write(JsonWriter out) {
        out.text("mountpoint", mountpoint)
                .text("group", group)
                .bool("own", own)
                .text("monitoring", monitoring);
    }

    public static RdtState read(JsonReader in) {
        String mountpoint = null;
        String group = null;
        boolean own = false;
        String monitoring = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "mountpoint" -> mountpoint = in.readText();
                case "group" -> group = in.readText();
                case "own" -> own = in.readBoolean();
                case "monitoring" -> monitoring = in.readText();
                default -> in.skip();
            }
        }
        return new RdtState(in.required("mountpoint", mountpoint), in.required("group", group), own, monitoring);
    }
}
