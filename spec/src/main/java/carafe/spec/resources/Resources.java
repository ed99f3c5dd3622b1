package carafe.spec.resources;

import carafe.spec.json.JsonReader;
import java.util.List;
import java.util.Map;

/**
 * Everything the control group of a container limits; records are null where absent.
 *
 * @param rdma    limits by device
 * @param unified values by file name, written as they are; cgroup v2 only
 */
public record Resources(
        List<DeviceRule> devices,
        Memory memory,
        Cpu cpu,
        Pids pids,
        BlockIo blockIO,
        List<HugepageLimit> hugepageLimits,
        Network network,
        Map<String, Rdma> rdma,
        Map<String, String> unified) {

    /** Reads the object the reader stands on: {@code linux.resources}, or the document that {@code update} takes. */
    public static Resources read(JsonReader in) {
        List<DeviceRule> devices = List.of();
        Memory memory = null;
        Cpu cpu = null;
        Pids pids = null;
        BlockIo blockIo = null;
        List<HugepageLimit> hugepageLimits = List.of();
        Network network = null;
        Map<String, Rdma> rdma = Map.of();
        Map<String, String> unified = Map.of();
        while (in.nextProperty()) {
            switch (in.property()) {
                case "devices" -> devices = in.readRecords(DeviceRule::read);
                case "memory" -> memory = in.readRecord(Memory::read);
                case "cpu" -> cpu = in.readRecord(Cpu::read);
                case "pids" -> pids = in.readRecord(Pids::read);
                case "blockIO" -> blockIo = in.readRecord(BlockIo::read);
                case "hugepageLimits" -> hugepageLimits = in.readRecords(HugepageLimit::read);
                case "network" -> network = in.readRecord(Network::read);
                case "rdma" -> rdma = in.readRecordMap(Rdma::read);
                case "unified" -> unified = in.readTextMap();
                default -> in.skip();
            }
        }
        return new Resources(devices, memory, cpu, pids, blockIo, hugepageLimits, network, rdma, unified);
    }

    /**
     * What they mean in a configuration of this version of the specification: before 1.3.0 {@code pids.limit} could not
     * be left out where {@code pids} was there, and engines wrote 0 for no limit.
     *
     * @param version null if it is not known
     */
    public Resources asOf(String version) {
        if (pids == null || pids.limit() == null || pids.limit() != 0 || !isBefore13(version)) {
            return this;
        }
        return new Resources(devices, memory, cpu, null, blockIO, hugepageLimits, network, rdma, unified);
    }

    /** By Semantic Versioning, where 1.3.0-rc.1 comes before 1.3.0. */
    private static boolean isBefore13(String version) {
        return version != null
                && (version.startsWith("1.0.") || version.startsWith("1.1.") || version.startsWith("1.2.")
                || version.startsWith("1.3.0-"));
    }
}
