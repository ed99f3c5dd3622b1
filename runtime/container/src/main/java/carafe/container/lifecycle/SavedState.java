package carafe.container.lifecycle;

import carafe.spec.json.Findings;
import carafe.spec.json.JsonReader;
import carafe.spec.json.JsonWriter;
import java.util.Map;

/**
 * What one run of carafe leaves for the next in {@code state.json}.
 *
 * @param created     RFC 3339, UTC, nanoseconds
 * @param initPid     of the container's first process in carafe's pid namespace; 0 until there is one
 * @param initStart   its start time in clock ticks since boot (field 22 of proc(5) stat), a guard against reused pids
 * @param cgroupDriver see the cgroup package
 * @param cgroups     path of the container's cgroup by controller
 * @param ownPidNamespace whether killing the first process kills all others
 * @param rootless    whether the container was made without privileges over its cgroup
 */
public record SavedState(
        String ociVersion,
        String id,
        String bundle,
        String rootfs,
        String created,
        Map<String, String> annotations,
        int initPid,
        long initStart,
        String cgroupDriver,
        Map<String, String> cgroups,
        boolean ownPidNamespace,
        boolean rootless) {

    SavedState withInit(int pid, long startTime) {
        return new SavedState(ociVersion, id, bundle, rootfs, created, annotations, pid, startTime, cgroupDriver,
                cgroups, ownPidNamespace, rootless);
    }

    SavedState withCgroups(String driver, Map<String, String> paths) {
        return new SavedState(ociVersion, id, bundle, rootfs, created, annotations, initPid, initStart, driver, paths,
                ownPidNamespace, rootless);
    }

    byte[] toJson() {
        JsonWriter out = JsonWriter.compact();
        out.beginObject()
                .text("ociVersion", ociVersion)
                .text("id", id)
                .text("bundle", bundle)
                .text("rootfs", rootfs)
                .text("created", created)
                .textMap("annotations", annotations)
                .number("initPid", initPid)
                .number("initStart", initStart)
                .text("cgroupDriver", cgroupDriver)
                .textMap("cgroups", cgroups)
                .bool("ownPidNamespace", ownPidNamespace)
                .bool("rootless", rootless)
                .endObject();
        return out.toBytes();
    }

    static SavedState fromJson(String file, byte[] json) {
        return JsonReader.readDocument(json, Findings.stoppingAtFirstError(file), SavedState::read);
    }

    private static SavedState read(JsonReader in) {
        String ociVersion = null;
        String id = null;
        String bundle = null;
        String rootfs = null;
        String created = null;
        Map<String, String> annotations = Map.of();
        Integer initPid = null;
        Long initStart = null;
        String cgroupDriver = null;
        Map<String, String> cgroups = Map.of();
        boolean ownPidNamespace = false;
        boolean rootless = false;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "ociVersion" -> ociVersion = in.readText();
                case "id" -> id = in.readText();
                case "bundle" -> bundle = in.readText();
                case "rootfs" -> rootfs = in.readText();
                case "created" -> created = in.readText();
                case "annotations" -> annotations = in.readTextMap();
                case "initPid" -> initPid = in.readInteger(0, Integer.MAX_VALUE);
                case "initStart" -> initStart = in.readInt64();
                case "cgroupDriver" -> cgroupDriver = in.readText();
                case "cgroups" -> cgroups = in.readTextMap();
                case "ownPidNamespace" -> ownPidNamespace = in.readBoolean();
                case "rootless" -> rootless = in.readBoolean();
                default -> in.skip();
            }
        }
        return new SavedState(ociVersion, in.required("id", id), in.required("bundle", bundle), rootfs, created,
                annotations, initPid == null ? 0 : initPid, initStart == null ? 0 : initStart, cgroupDriver, cgroups,
                ownPidNamespace, rootless);
    }
}
