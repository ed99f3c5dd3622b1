package carafe.spec;

import carafe.spec.json.JsonReader;
import carafe.spec.mount.Propagation;
import carafe.spec.resources.Resources;
import carafe.spec.seccomp.Seccomp;
import java.util.List;
import java.util.Map;

/**
 * What only Linux containers have; records and strings are null where absent.
 *
 * @param sysctl      values by name, with dots or slashes
 * @param cgroupsPath absolute (from the cgroup mount), relative, or slice:prefix:name for systemd
 * @param netDevices  by their name on the host
 * @param timeOffsets by clock, "monotonic" or "boottime"
 */
public record Linux(
        List<IdMapping> uidMappings,
        List<IdMapping> gidMappings,
        Map<String, String> sysctl,
        Resources resources,
        String cgroupsPath,
        List<Namespace> namespaces,
        List<Device> devices,
        Map<String, NetDevice> netDevices,
        Seccomp seccomp,
        Propagation rootfsPropagation,
        List<String> maskedPaths,
        List<String> readonlyPaths,
        String mountLabel,
        IntelRdt intelRdt,
        MemoryPolicy memoryPolicy,
        Personality personality,
        Map<String, TimeOffset> timeOffsets) {

    /** A config without {@code linux}. */
    public static final Linux NONE = new Linux(List.of(), List.of(), Map.of(), null, null, List.of(), List.of(),
            Map.of(), null, null, List.of(), List.of(), null, null, null, null, Map.of());

    static Linux read(JsonReader in) {
        List<IdMapping> uidMappings = List.of();
        List<IdMapping> gidMappings = List.of();
        Map<String, String> sysctl = Map.of();
        Resources resources = null;
        String cgroupsPath = null;
        List<Namespace> namespaces = List.of();
        List<Device> devices = List.of();
        Map<String, NetDevice> netDevices = Map.of();
        Seccomp seccomp = null;
        Propagation rootfsPropagation = null;
        List<String> maskedPaths = List.of();
        List<String> readonlyPaths = List.of();
        String mountLabel = null;
        IntelRdt intelRdt = null;
        MemoryPolicy memoryPolicy = null;
        Personality personality = null;
        Map<String, TimeOffset> timeOffsets = Map.of();
        while (in.nextProperty()) {
            switch (in.property()) {
                case "uidMappings" -> uidMappings = in.readRecords(IdMapping::read);
                case "gidMappings" -> gidMappings = in.readRecords(IdMapping::read);
                case "sysctl" -> sysctl = in.readTextMap();
                case "resources" -> resources = in.readRecord(Resources::read);
                case "cgroupsPath" -> cgroupsPath = in.readText();
                case "namespaces" -> namespaces = in.readRecords(Namespace::read);
                case "devices" -> devices = in.readRecords(Device::read);
                case "netDevices" -> netDevices = in.readRecordMap(NetDevice::read);
                case "seccomp" -> seccomp = in.readRecord(Seccomp::read);
                case "rootfsPropagation" -> rootfsPropagation = in.readWord(Propagation.WORDS);
                case "maskedPaths" -> maskedPaths = in.readTexts();
                case "readonlyPaths" -> readonlyPaths = in.readTexts();
                case "mountLabel" -> mountLabel = in.readText();
                case "intelRdt" -> intelRdt = in.readRecord(IntelRdt::read);
                case "memoryPolicy" -> memoryPolicy = in.readRecord(MemoryPolicy::read);
                case "personality" -> personality = in.readRecord(Personality::read);
                case "timeOffsets" -> timeOffsets = in.readRecordMap(TimeOffset::read);
                default -> in.skip();
            }
        }
        return new Linux(uidMappings, gidMappings, sysctl, resources, cgroupsPath, namespaces, devices, netDevices,
                seccomp, rootfsPropagation, maskedPaths, readonlyPaths, mountLabel, intelRdt, memoryPolicy,
                personality, timeOffsets);
    }

    /** What it means in a configuration of this version of the specification. */
    Linux asOf(String version) {
        Resources meant = resources == null ? null : resources.asOf(version);
        return meant == resources ? this : new Linux(uidMappings, gidMappings, sysctl, meant, cgroupsPath, namespaces,
                devices, netDevices, seccomp, rootfsPropagation, maskedPaths, readonlyPaths, mountLabel, intelRdt,
                memoryPolicy, personality, timeOffsets);
    }

    /** The same with another filter. */
    Linux with(Seccomp other) {
        return new Linux(uidMappings, gidMappings, sysctl, resources, cgroupsPath, namespaces, devices, netDevices,
                other, rootfsPropagation, maskedPaths, readonlyPaths, mountLabel, intelRdt, memoryPolicy,
                personality, timeOffsets);
    }

    /** The namespace of this type that is made or joined, or null if the container stays in the runtime's. */
    public Namespace namespace(NamespaceType type) {
        for (Namespace namespace : namespaces) {
            if (namespace.type() == type) {
                return namespace;
            }
        }
        return null;
    }

    /** Whether the container gets a new namespace of this type, rather than the runtime's or one to join. */
    public boolean createsNamespace(NamespaceType type) {
        Namespace namespace = namespace(type);
        return namespace != null && namespace.path() == null;
    }
}
