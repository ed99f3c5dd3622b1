package carafe.container.cgroup.stats;

import carafe.container.rdt.RdtStats;
import carafe.spec.json.JsonWriter;

/** The lines that the {@code events} verb prints, without a newline. */
public final class ContainerEvents {
    private ContainerEvents() {
    }

    /** @param rdt null for a container without linux.intelRdt */
    public static byte[] stats(String containerId, CgroupStats stats, RdtStats rdt) {
        JsonWriter out = JsonWriter.compact();
        out.beginObject().text("type", "stats").text("id", containerId).beginObject("data");
        StatsJson.write(out, stats);
        out.beginObject("intel_rdt");
        if (rdt != null) {
            rdt.write(out);
        }
        out.endObject();
        // runc counted here the interfaces that it made itself, long ago
        out.nothing("network_interfaces");
        out.endObject().endObject();
        return out.toBytes();
    }

    public static byte[] outOfMemory(String containerId) {
        return JsonWriter.compact().beginObject().text("type", "oom").text("id", containerId).endObject().toBytes();
    }
}
