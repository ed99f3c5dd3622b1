package carafe.container.rdt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.Refused;
import carafe.container.SetupFailed;
import carafe.spec.IntelRdt;
import carafe.spec.json.Findings;
import carafe.spec.json.JsonReader;
import carafe.spec.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RdtGroupTest {
    private static final String L3 = "L3:0=f0;1=ff";
    private static final String MB = "MB:0=20;1=70";

    @TempDir
    private Path directory;
    private FakeResctrl host;

    @BeforeEach
    void mount() {
        host = new FakeResctrl(directory);
    }

    @AfterEach
    void unmount() {
        host.close();
    }

    private static IntelRdt config(String closId, String l3, String mb, String... schemata) {
        return new IntelRdt(closId, List.of(schemata), l3, mb, false);
    }

    private static IntelRdt monitored(String closId) {
        return new IntelRdt(closId, List.of(), null, null, true);
    }

    private RdtGroup created(IntelRdt wanted) {
        RdtGroup group = RdtGroup.plan(host.resctrl, wanted, "web1");
        group.create(wanted);
        group.join(4711);
        return group;
    }

    private SetupFailed refused(IntelRdt wanted) {
        return assertThrows(SetupFailed.class, () -> RdtGroup.plan(host.resctrl, wanted, "web1"));
    }

    @Test
    void aContainerGetsAClassOfItsOwn() {
        RdtGroup group = created(config(null, L3, MB, "L2:0=f"));
        assertEquals("4711", host.read("web1/tasks"));
        assertEquals(L3 + "\n" + MB + "\nL2:0=f\n", host.read("web1/schemata"), "in the specification's order");
        group.remove();
        assertFalse(host.has("web1"));
    }

    @Test
    void withoutSchemataNoneAreWritten() {
        created(config(null, null, null));
        assertEquals("", host.read("web1/schemata"));
    }

    @Test
    void planningChangesNothing() {
        RdtGroup.plan(host.resctrl, config(null, L3, null), "web1").remove();
        assertFalse(host.has("web1"));
    }

    @Test
    void aNamedClassIsMadeButStays() {
        RdtGroup group = created(config("gold", L3, null));
        assertEquals(L3 + "\n", host.read("gold/schemata"));
        group.remove();
        assertTrue(host.has("gold"));
    }

    @Test
    void aClassThatSomebodyPreparedIsJoined() {
        host.withClass("gold", "MB:0=50\n");
        RdtGroup group = created(config("gold", null, null));
        assertEquals("4711", host.read("gold/tasks"));
        assertEquals("MB:0=50\n", host.read("gold/schemata"));
        group.remove();
        assertTrue(host.has("gold"));
    }

    @Test
    void aClassByTheContainersNameThatWasThereBeforeStays() {
        host.withClass("web1", "");
        created(config(null, L3, null)).remove();
        assertTrue(host.has("web1"));
    }

    @Test
    void aSlashIsTheDefaultClass() {
        created(config("/", null, null)).remove();
        assertEquals("4711", host.read("tasks"));
    }

    @Test
    void aNamedClassWithoutSchemataMustBeThere() {
        SetupFailed failure = refused(config("gold", null, null));
        assertTrue(failure.getMessage().contains("class gold does not exist"), failure::getMessage);
        assertEquals("/linux/intelRdt/closID", failure.step().pointer());
    }

    @Test
    void aNamedClassThatIsThereMustHaveTheSameShares() {
        host.withClass("gold", "    L3:0=000f0;1=000ff\n    MB:0= 20;1= 70\n");
        RdtGroup.plan(host.resctrl, config("gold", L3, MB), "web1");
        assertEquals("/linux/intelRdt/l3CacheSchema", refused(config("gold", "L3:0=f1;1=ff", null)).step().pointer());
        assertEquals("/linux/intelRdt/memBwSchema", refused(config("gold", L3, "MB:0=30")).step().pointer());
    }

    @Test
    void aMonitoringGroupCountsTheContainerAlone() {
        host.withClass("gold", "");
        RdtGroup group = created(monitored("gold"));
        assertEquals("4711", host.read("gold/tasks"));
        assertEquals("4711", host.read("gold/mon_groups/web1/tasks"));
        group.remove();
        assertFalse(host.has("gold/mon_groups/web1"));
        assertTrue(host.has("gold"));
    }

    @Test
    void aMonitoringGroupGoesWithItsClass() {
        created(monitored(null)).remove();
        assertFalse(host.has("web1"));
    }

    @Test
    void theKernelsReasonIsTold() {
        host.withClass("gold", "").with("info/last_cmd_status", "Unknown or unsupported resource name 'L4'\n");
        assertTrue(directory.resolve("gold/schemata").toFile().delete());
        RdtGroup group = RdtGroup.plan(host.resctrl, config("gold", null, null, "L4:0=f"), "web1");
        SetupFailed failure = assertThrows(SetupFailed.class,
                () -> group.create(config("gold", null, null, "L4:0=f")));
        assertTrue(failure.getMessage().contains("cannot write \"L4:0=f\" to " + directory), failure::getMessage);
        assertEquals("Unknown or unsupported resource name 'L4'", failure.hint());
    }

    @Test
    void aClassThatSomebodyRemovedIsNotJoined() {
        RdtGroup group = created(config(null, null, null));
        group.remove();
        group.join(4712);
        assertFalse(host.has("web1"));
    }

    @Test
    void theStateLeadsBackToTheGroup() {
        RdtState state = created(new IntelRdt("gold", List.of(L3), null, null, true)).state();
        JsonWriter out = JsonWriter.compact().beginObject();
        state.write(out);
        assertEquals(state, JsonReader.readDocument(out.endObject().toBytes(), Findings.stoppingAtFirstError("state"),
                RdtState::read));
        RdtGroup again = RdtGroup.of(host, state);
        again.update(new RdtUpdate("L3:0=0f;1=ff", MB));
        assertEquals("L3:0=0f;1=ff\n" + MB + "\n", host.read("gold/schemata"));
        again.remove();
        assertFalse(host.has("gold/mon_groups/web1"));
    }

    @Test
    void anUpdateNeedsTheResourceAndTheClass() {
        RdtState state = created(config(null, L3, null)).state();
        RdtUpdate change = new RdtUpdate(L3, MB);
        assertEquals("Intel RDT/CAT: l3 cache schema is not enabled", refusal(change, state));
        host.with("info/L3/cbm_mask", "fff\n");
        assertEquals("Intel RDT/MBA: memory bandwidth schema is not enabled", refusal(change, state));
        host.with("info/MB/min_bandwidth", "10\n");
        assertEquals("updating a non-existent Intel RDT configuration is not supported", refusal(change, null));
        change.requirePossible(host.resctrl, state);
    }

    private String refusal(RdtUpdate change, RdtState state) {
        return assertThrows(Refused.class, () -> change.requirePossible(host.resctrl, state)).getMessage();
    }

    @Test
    void statisticsAreAsRuncPrintsThem() {
        host.with("schemata", "    L3:0=fffff\n    MB:0=100\n")
                .with("info/L3/cbm_mask", "fffff\n").with("info/L3/min_cbm_bits", "1\n")
                .with("info/L3/num_closids", "16\n").with("info/MB/bandwidth_gran", "10\n")
                .with("info/MB/delay_linear", "1\n").with("info/MB/min_bandwidth", "10\n")
                .with("info/MB/num_closids", "8\n").with("info/L3_MON/mon_features", "llc_occupancy\n");
        RdtGroup group = created(new IntelRdt(null, List.of("L3:0=f"), null, null, true));
        host.with("web1/mon_groups/web1/mon_data/mon_L3_01/mbm_total_bytes", "Unavailable\n")
                .with("web1/mon_groups/web1/mon_data/mon_L3_00/mbm_total_bytes", "4096\n")
                .with("web1/mon_groups/web1/mon_data/mon_L3_00/mbm_local_bytes", "1024\n")
                .with("web1/mon_groups/web1/mon_data/mon_L3_00/llc_occupancy", "65536\n");
        JsonWriter out = JsonWriter.compact().beginObject();
        group.stats().write(out);
        assertEquals("""
                {"l3_cache_info":{"cbm_mask":"fffff","min_cbm_bits":1,"num_closids":16},\
                "l3_cache_schema_root":"L3:0=fffff","l3_cache_schema":"L3:0=f",\
                "mem_bw_info":{"bandwidth_gran":10,"delay_linear":1,"min_bandwidth":10,"num_closids":8},\
                "mem_bw_schema_root":"MB:0=100","schemata":["L3:0=f"],\
                "mbm_stats":[{"mbm_total_bytes":4096,"mbm_local_bytes":1024},{}],\
                "cmt_stats":[{"llc_occupancy":65536},{}]}""",
                new String(out.endObject().toBytes(), StandardCharsets.UTF_8));
    }
}
