package carafe.container.rdt;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.spec.json.JsonWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The properties of the object {@code intel_rdt} in what {@code events} prints; what the host lacks is left out. */
public final class RdtStats {
    private static final String SCHEMATA = "schemata";

    private final Resctrl resctrl;
    private final RdtState state;

    RdtStats(Resctrl resctrl, RdtState state) {
        this.resctrl = resctrl;
        this.state = state;
    }

    public void write(JsonWriter out) {
        String all = resctrl.root().readIfThere(SCHEMATA);
        String own = resctrl.directory(state.group()).readIfThere(SCHEMATA);
        if (all == null || own == null) {
            return;
        }
        if (resctrl.has(Resctrl.CACHE)) {
            CgroupDirectory info = resctrl.info(Resctrl.CACHE);
            out.beginObject("l3_cache_info").text("cbm_mask", info.readIfThere("cbm_mask"));
            writeNumbers(out, info, "min_cbm_bits", "num_closids");
            out.endObject();
            out.text("l3_cache_schema_root", line(all, Resctrl.CACHE));
            out.text("l3_cache_schema", line(own, Resctrl.CACHE));
        }
        if (resctrl.has(Resctrl.BANDWIDTH)) {
            out.beginObject("mem_bw_info");
            writeNumbers(out, resctrl.info(Resctrl.BANDWIDTH), "bandwidth_gran", "delay_linear", "min_bandwidth",
                    "num_closids");
            out.endObject();
            out.text("mem_bw_schema_root", line(all, Resctrl.BANDWIDTH));
            out.text("mem_bw_schema", line(own, Resctrl.BANDWIDTH));
        }
        out.beginArray("schemata");
        for (String line : own.split("\n")) {
            out.text(line.strip());
        }
        out.endArray();
        if (resctrl.has(Resctrl.MONITORING)) {
            CgroupDirectory counted =
                    resctrl.directory(state.monitoring() == null ? state.group() : state.monitoring());
            writeCounters(out, "mbm_stats", counted, "mbm_total_bytes", "mbm_local_bytes");
            writeCounters(out, "cmt_stats", counted, "llc_occupancy");
        }
    }

    private static String line(String schemata, String resource) {
        for (String line : schemata.split("\n")) {
            if (line.strip().startsWith(resource)) {
                return line.strip();
            }
        }
        return null;
    }

    /** An object of these counters for each domain, the last-level caches of the machine. */
    private static void writeCounters(JsonWriter out, String name, CgroupDirectory group, String... counters) {
        List<CgroupDirectory> domains = new ArrayList<>(group.child("mon_data").children());
        domains.sort(Comparator.comparing(CgroupDirectory::path));
        out.beginArray(name);
        for (CgroupDirectory domain : domains) {
            out.beginObject();
            writeNumbers(out, domain, counters);
            out.endObject();
        }
        out.endArray();
    }

    /** Files that hold no number ("Unavailable", until a counter is free) are passed over. */
    private static void writeNumbers(JsonWriter out, CgroupDirectory directory, String... files) {
        for (String file : files) {
            String text = directory.readIfThere(file);
            if (text != null && isNumber(text.strip())) {
                out.digits(file, text.strip());
            }
        }
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
