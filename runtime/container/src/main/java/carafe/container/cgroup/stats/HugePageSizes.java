package carafe.container.cgroup.stats;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;

/** The sizes of huge pages this machine has, as they stand in the names of cgroup files. */
final class HugePageSizes {
    private static final String DIRECTORY = "/sys/kernel/mm/hugepages";
    private static final String PREFIX = "/hugepages-";
    private static final String SUFFIX = "kB";

    private HugePageSizes() {
    }

    static List<String> of(Kernel kernel) {
        List<String> sizes = new ArrayList<>();
        for (CgroupDirectory entry : new CgroupDirectory(kernel, DIRECTORY).children()) {
            int start = entry.path().lastIndexOf(PREFIX);
            if (start >= 0 && entry.path().endsWith(SUFFIX)) {
                sizes.add(inFileNames(Long.parseLong(entry.path().substring(start + PREFIX.length(),
                        entry.path().length() - SUFFIX.length()))));
            }
        }
        return sizes;
    }

    /** As the kernel's mem_fmt() writes it (mm/hugetlb_cgroup.c). */
    static String inFileNames(long kilobytes) {
        if (kilobytes >= 1 << 20) {
            return (kilobytes >> 20) + "GB";
        }
        return kilobytes >= 1 << 10 ? (kilobytes >> 10) + "MB" : kilobytes + "KB";
    }
}
