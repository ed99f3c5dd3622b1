package carafe.container.cgroup.limits;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.spec.resources.Rdma;
import carafe.spec.resources.Resources;
import java.util.Map;

/**
 * RDMA handles and objects by device: the same file in both versions (Documentation/admin-guide/cgroup-v1/rdma.rst).
 */
final class RdmaLimit implements Limit {
    private static final String AT = "/linux/resources/rdma";

    @Override
    public String askedBy(Resources resources) {
        return resources.rdma().isEmpty() ? null : AT;
    }

    @Override
    public void apply(CgroupDirectory directory, Resources resources) {
        for (Map.Entry<String, Rdma> entry : resources.rdma().entrySet()) {
            StringBuilder line = new StringBuilder(entry.getKey());
            if (entry.getValue().hcaHandles() != null) {
                line.append(" hca_handle=").append(entry.getValue().hcaHandles());
            }
            if (entry.getValue().hcaObjects() != null) {
                line.append(" hca_object=").append(entry.getValue().hcaObjects());
            }
            directory.write("rdma.max", line.toString(), AT + "/" + entry.getKey());
        }
    }
}
