package carafe.container.cgroup.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.container.cgroup.fs.Controller;
import carafe.kernel.LocalKernel;
import carafe.spec.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatsTest {
    private static final String NO_CPUSET = "\"cpuset\":{\"cpu_exclusive\":0,\"mem_hardwall\":0,\"mem_exclusive\":0,"
            + "\"memory_migrate\":0,\"memory_spread_page\":0,\"memory_spread_slab\":0,\"memory_pressure\":0,"
            + "\"sched_load_balance\":0,\"sched_relax_domain_level\":0}";

    private final LocalKernel kernel = new LocalKernel();
    @TempDir
    private Path path;

    @AfterEach
    void close() {
        kernel.close();
    }

    private void file(String name, String content) throws IOException {
        Files.writeString(path.resolve(name), content);
    }

    private static String json(CgroupStats stats) {
        JsonWriter out = JsonWriter.compact();
        out.beginObject();
        StatsJson.write(out, stats);
        out.endObject();
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }

    private CgroupStats version1() {
        Map<Controller, CgroupDirectory> directories = new EnumMap<>(Controller.class);
        for (Controller controller : Controller.values()) {
            directories.put(controller, new CgroupDirectory(kernel, path.toString()));
        }
        return new V1Stats(kernel, directories).read();
    }

    @Test
    void withoutAnyFileThereIsTheSkeletonOfAnEvent() {
        String json = json(new V1Stats(kernel, Map.of()).read());
        assertEquals("{\"cpu\":{\"usage\":{\"kernel\":0,\"user\":0}}," + NO_CPUSET + ",\"memory\":{},\"pids\":{},"
                + "\"blkio\":{},\"hugetlb\":{}}", json);
    }

    @Test
    void version1CpuTimesAreNanoseconds() throws IOException {
        file("cpuacct.usage", "123456789\n");
        file("cpuacct.stat", "user 7\nsystem 3\n");
        file("cpuacct.usage_percpu", "100 200 \n");
        file("cpuacct.usage_all", "cpu user system\n0 60 40\n1 150 50\n");
        file("cpu.stat", "nr_periods 5\nnr_throttled 2\nthrottled_time 999\n");
        CpuStats cpu = version1().cpu();
        assertEquals(70_000_000, cpu.user());
        String json = json(version1());
        assertEquals("{\"cpu\":{\"usage\":{\"total\":123456789,\"percpu\":[100,200],\"percpu_kernel\":[40,50],"
                + "\"percpu_user\":[60,150],\"kernel\":30000000,\"user\":70000000},\"throttling\":{\"periods\":5,"
                + "\"throttledPeriods\":2,\"throttledTime\":999}}", json.substring(0, json.indexOf(",\"cpuset\"")));
    }

    @Test
    void version1MemoryHasFourCountersAndTheRawFile() throws IOException {
        file("memory.stat", "rss 5\ncache 9\n");
        file("memory.usage_in_bytes", "4096\n");
        file("memory.max_usage_in_bytes", "8192\n");
        file("memory.failcnt", "3\n");
        file("memory.limit_in_bytes", "9223372036854771712\n");
        MemoryStats memory = version1().memory();
        assertEquals(new MemoryStats.Entry(9223372036854771712L, 4096, 8192, 3), memory.usage());
        assertEquals("{cache=9, rss=5}", memory.raw().toString());
        assertEquals(MemoryStats.Entry.NONE, memory.swap());
    }

    @Test
    void version1BlockIoIsTakenFromTheThrottlingLayerIfNoSchedulerCounts() throws IOException {
        file("blkio.bfq.io_service_bytes_recursive", "Total 0\n");
        file("blkio.throttle.io_service_bytes_recursive", "254:0 Read 4096\n254:0 Write 0\nTotal 4096\n");
        file("blkio.throttle.io_serviced_recursive", "254:0 Read 1\nTotal 1\n");
        assertEquals("{SERVICE_BYTES=[Entry[major=254, minor=0, operation=Read, value=4096], "
                + "Entry[major=254, minor=0, operation=Write, value=0]], "
                + "SERVICED=[Entry[major=254, minor=0, operation=Read, value=1]]}",
                version1().blockIo().entries().toString());
    }

    @Test
    void version1CpusetListsProcessors() throws IOException {
        file("cpuset.cpus", "0-2,5\n");
        file("cpuset.sched_relax_domain_level", "-1\n");
        assertEquals("[0, 1, 2, 5]", version1().cpuset().cpus().toString());
        assertEquals(-1, version1().cpuset().schedRelaxDomainLevel());
    }

    @Test
    void version2IsPutInTheTermsOfVersion1() throws IOException {
        file("cpu.stat", "usage_usec 5\nuser_usec 3\nsystem_usec 2\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n");
        file("memory.stat", "anon 5\nfile 9\n");
        file("memory.current", "100\n");
        file("memory.max", "1000\n");
        file("memory.peak", "150\n");
        file("memory.swap.current", "7\n");
        file("memory.swap.max", "max\n");
        file("pids.current", "3\n");
        file("pids.max", "max\n");
        file("io.stat", "8:0 rbytes=10 wbytes=20 rios=1 wios=2 dbytes=0 dios=0\n");
        file("memory.pressure", "some avg10=0.00 avg60=1.50 avg300=20.00 total=77\n"
                + "full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
        String json = json(new V2Stats(kernel, new CgroupDirectory(kernel, path.toString())).read());
        assertEquals("{\"cpu\":{\"usage\":{\"total\":5000,\"kernel\":2000,\"user\":3000}}," + NO_CPUSET
                + ",\"memory\":{\"cache\":9,\"usage\":{\"limit\":1000,\"usage\":100,\"max\":150,\"failcnt\":0},"
                + "\"swap\":{\"limit\":18446744073709551615,\"usage\":107,\"failcnt\":0},"
                + "\"raw\":{\"anon\":5,\"file\":9},\"psi\":{\"some\":{\"avg10\":0,\"avg60\":1.5,\"avg300\":20,"
                + "\"total\":77}}},\"pids\":{\"current\":3},"
                + "\"blkio\":{\"ioServiceBytesRecursive\":[{\"major\":8,\"op\":\"Read\",\"value\":10},"
                + "{\"major\":8,\"op\":\"Write\",\"value\":20}],"
                + "\"ioServicedRecursive\":[{\"major\":8,\"op\":\"Read\",\"value\":1},"
                + "{\"major\":8,\"op\":\"Write\",\"value\":2}]},\"hugetlb\":{}}", json);
    }

    @Test
    void hugePageSizesAreWrittenAsInFileNames() {
        assertEquals("64KB", HugePageSizes.inFileNames(64));
        assertEquals("2MB", HugePageSizes.inFileNames(2048));
        assertEquals("1GB", HugePageSizes.inFileNames(1048576));
    }

    @Test
    void pressureThatIsNotKeptIsNull() {
        assertNull(Pressure.parse(null));
        assertNull(Pressure.parse(""));
    }
}
