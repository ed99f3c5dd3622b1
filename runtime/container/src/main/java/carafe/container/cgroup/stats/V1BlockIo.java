package carafe.container.cgroup.stats;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.container.cgroup.stats.BlockIoStats.Counter;
import java.util.List;
import java.util.Map;

/** Block device counts of version 1, which depend on the scheduler that is in use, or else on the throttling layer. */
final class V1BlockIo {
    /** The first whose byte counts have any line is taken. The throttling layer only counts bytes and operations. */
    private static final String[][] NAMES = {
        {"blkio.bfq.", "_recursive"},
        {"blkio.", "_recursive"},
        {"blkio.throttle.", "_recursive"},
        {"blkio.throttle.", ""}
    };

    private V1BlockIo() {
    }

    static Map<Counter, List<BlockIoStats.Entry>> read(CgroupDirectory directory) {
        Map<Counter, List<BlockIoStats.Entry>> entries = BlockIoStats.noEntries();
        for (String[] name : NAMES) {
            for (Counter counter : Counter.values()) {
                read(directory, name[0] + counter.file + name[1], counter, entries);
            }
            if (!entries.isEmpty()) {
                break;
            }
        }
        return entries;
    }

    /** Lines such as {@code 8:0 Read 1282048} or {@code 8:0 6792}, and a total that is left out. */
    private static void read(CgroupDirectory directory, String file, Counter counter,
            Map<Counter, List<BlockIoStats.Entry>> entries) {
        for (String line : StatFile.lines(directory, file)) {
            int colon = line.indexOf(':');
            String[] words = line.substring(colon + 1).split(" ");
            if (colon > 0 && words.length >= 2) {
                BlockIoStats.add(entries, counter, new BlockIoStats.Entry(
                        Long.parseUnsignedLong(line.substring(0, colon)), Long.parseUnsignedLong(words[0]),
                        words.length == 3 ? words[1] : "", Long.parseUnsignedLong(words[words.length - 1])));
            }
        }
    }
}
