package carafe.container.cgroup.limits;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.spec.resources.Resources;

/** The number of tasks: the same file in both versions. */
final class PidsLimit implements Limit {
    private static final String POINTER = "/linux/resources/pids/limit";

    @Override
    public String askedBy(Resources resources) {
        return resources.pids() != null && resources.pids().limit() != null ? POINTER : null;
    }

    @Override
    public void apply(CgroupDirectory directory, Resources resources) {
        directory.write("pids.max", Conversions.maxIfNegative(resources.pids().limit()), POINTER);
    }
}
