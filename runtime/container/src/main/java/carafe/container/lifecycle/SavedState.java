package carafe.container.lifecycle;

import carafe.container.cgroup.CgroupDriver;
import carafe.container.cgroup.CgroupState;
import carafe.container.rdt.RdtState;
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
 * @param ready       whether the create went through; without it there may be no process, or one half set up
 * @param cgroup      where its cgroup is
 * @param ownPidNamespace whether killing the first process kills all others
 * @param ownTimeNamespace whether CRIU restored the processes into a time namespace that config.json does not mention
 * @param intelRdt    its class of service; null without linux.intelRdt
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
        boolean ready,
        CgroupState cgroup,
        boolean ownPidNamespace,
        boolean ownTimeNamespace,
        RdtState intelRdt) {

    SavedState withInit(int pid, long startTime, CgroupState cgroup, boolean ready) {
        return new SavedState(ociVersion, id, bundle, rootfs, created, annotations, pid, startTime, ready, cgroup,
                ownPidNamespace, ownTimeNamespace, intelRdt);
    }

    SavedState inOwnTimeNamespace() {
        return new SavedState(ociVersion, id, bundle, rootfs, created, annotations, initPid, initStart, ready, cgroup,
                ownPidNamespace, true, intelRdt);
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
                .bool("ready", ready)
                .bool("ownPidNamespace", ownPidNamespace)
                .bool("ownTimeNamespace", ownTimeNamespace)
                .beginObject("cgroup")
                .text("driver", cgroup.driver().word())
                .textMap("paths", cgroup.paths())
                .bool("rootless", cgroup.rootless())
                .endObject();
        if (intelRdt != null) {
            out.beginObject("intelRdt");
            intelRdt.write(out);
            out.endObject();
        }
        return out.endObject().toBytes();
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
        CgroupState cgroup = null;
        boolean ready = false;
        boolean ownPidNamespace = false;
        boolean ownTimeNamespace = false;
        RdtState intelRdt = null;
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
                case "cgroup" -> cgroup = in.readRecord(SavedState::readCgroup);
                case "ready" -> ready = in.readBoolean();
                case "ownPidNamespace" -> ownPidNamespace = in.readBoolean();
                case "ownTimeNamespace" -> ownTimeNamespace = in.readBoolean();
                case "intelRdt" -> intelRdt = in.readRecord(RdtState::read);
                default -> in.skip();
            }
        }
        return new SavedState(in.required("ociVersion", ociVersion), in.required("id", id),
                in.required("bundle", bundle), in.required("rootfs", rootfs),
                in.required("created", created), annotations,
                initPid == null ? 0 : initPid, initStart == null ? 0 : initStart, ready,
                in.required("cgroup", cgroup), ownPidNamespace, ownTimeNamespace, intelRdt);
    }

    private static CgroupState readCgroup(JsonReader in) {
        CgroupDriver driver = null;
        Map<String, String> paths = Map.of();
        boolean rootless = false;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "driver" -> driver = in.readWord(CgroupDriver.WORDS);
                case "paths" -> paths = in.readTextMap();
                case "rootless" -> rootless = in.readBoolean();
                default -> in.skip();
            }
        }
        return new CgroupState(in.required("driver", driver), paths, rootless);
    }
}
