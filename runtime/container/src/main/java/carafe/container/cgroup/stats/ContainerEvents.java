package carafe.container.cgroup.stats;

import carafe.spec.json.JsonWriter;

/** The lines that the {@code events} verb prints, without a newline. */
public final class ContainerEvents {
    private ContainerEvents() {
    }

    public static byte[] stats(String containerId, CgroupStats stats) {
        JsonWriter out = JsonWriter.compact();
        out.beginObject().text("type", "stats").text("id", containerId).beginObject("data");
        StatsJson.write(out, stats);
        out.beginObject("intel_rdt").endObject();
        // runc counted here the interfaces that it made itself, long ago
        out.nothing("network_interfaces");
        out.endObject().endObject();
        return out.toBytes();
    }

    public static byte[] outOfMemory(String containerId) {
        return JsonWriter.compact().beginObject().text("type", "oom").text("id", containerId).endObject().toBytes();
    }
}
