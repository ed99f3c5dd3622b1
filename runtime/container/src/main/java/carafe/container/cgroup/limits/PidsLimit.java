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
        long limit = resources.pids().limit();
        // as systemd has no 0, and either way the container's process can start no other
        directory.write("pids.max", Conversions.maxIfNegative(limit == 0 ? 1 : limit), POINTER);
    }
}
