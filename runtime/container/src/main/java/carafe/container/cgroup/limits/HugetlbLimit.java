package carafe.container.cgroup.limits;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.kernel.Errno;
import carafe.spec.resources.HugepageLimit;
import carafe.spec.resources.Resources;
import java.util.List;

/**
 * Huge pages by size (Documentation/admin-guide/cgroup-v1/hugetlb.rst; version 2 has the same files with other ends).
 */
final class HugetlbLimit implements Limit {
    private static final String AT = "/linux/resources/hugepageLimits";

    private final String suffix;

    /** @param suffix the end of the file's name */
    HugetlbLimit(String suffix) {
        this.suffix = suffix;
    }

    @Override
    public String askedBy(Resources resources) {
        return resources.hugepageLimits().isEmpty() ? null : AT;
    }

    @Override
    public void apply(CgroupDirectory directory, Resources resources) {
        List<HugepageLimit> limits = resources.hugepageLimits();
        for (int i = 0; i < limits.size(); i++) {
            String name = "hugetlb." + limits.get(i).pageSize();
            String value = Long.toUnsignedString(limits.get(i).limit());
            String pointer = AT + "/" + i;
            directory.write(name + suffix, value, pointer);
            // also what is reserved but not yet touched, if the kernel (5.7) counts it: a limit on use alone shows
            // only as SIGBUS at the first touch
            int errno = directory.tryWrite(name + ".rsvd" + suffix, value, pointer);
            if (errno != 0 && errno != Errno.ENOENT) {
                throw directory.refused(name + ".rsvd" + suffix, value, pointer, errno);
            }
        }
    }
}
