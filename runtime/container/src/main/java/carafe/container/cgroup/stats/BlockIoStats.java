package carafe.container.cgroup.stats;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Block device transfers, by what is counted.
 *
 * @param pressure null if the host does not keep it
 */
public record BlockIoStats(Map<Counter, List<Entry>> entries, Pressure pressure) {

    /** What is counted, with its name in the event and the last part of version 1 file names. */
    public enum Counter {
        SERVICE_BYTES("ioServiceBytesRecursive", "io_service_bytes"),
        SERVICED("ioServicedRecursive", "io_serviced"),
        QUEUED("ioQueueRecursive", "io_queued"),
        SERVICE_TIME("ioServiceTimeRecursive", "io_service_time"),
        WAIT_TIME("ioWaitTimeRecursive", "io_wait_time"),
        MERGED("ioMergedRecursive", "io_merged"),
        TIME("ioTimeRecursive", "time"),
        SECTORS("sectorsRecursive", "sectors");

        final String property;
        final String file;

        Counter(String property, String file) {
            this.property = property;
            this.file = file;
        }
    }

    /**
     * @param operation such as "Read"; empty if not told apart
     */
    public record Entry(long major, long minor, String operation, long value) {
    }

    static Map<Counter, List<Entry>> noEntries() {
        return new EnumMap<>(Counter.class);
    }

    static void add(Map<Counter, List<Entry>> entries, Counter counter, Entry entry) {
        entries.computeIfAbsent(counter, none -> new ArrayList<>()).add(entry);
    }
}
