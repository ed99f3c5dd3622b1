package carafe.container.cgroup.limits;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.spec.resources.Resources;

/** The class of a container's packets (Documentation/admin-guide/cgroup-v1/net_cls.rst). */
final class V1NetworkClass implements Limit {
    private static final String POINTER = "/linux/resources/network/classID";

    @Override
    public String askedBy(Resources resources) {
        return resources.network() != null && Limit.isSet(resources.network().classID()) ? POINTER : null;
    }

    @Override
    public void apply(CgroupDirectory directory, Resources resources) {
        directory.write("net_cls.classid", resources.network().classID().toString(), POINTER);
    }
}
