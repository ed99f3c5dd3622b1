package carafe.container.setup.mount;

import java.util.List;

/**
 * What a mount of type cgroup shows in the container.
 *
 * @param unified      whether the host has cgroup version 2 only
 * @param ownNamespace whether the container has a cgroup namespace of its own
 * @param unifiedPath  host directory of the container's version 2 cgroup; null if there is none
 * @param hostOptions  what a mount of version 2 has to say, because it may be made in the host's cgroup namespace; null
 *                     if the namespace is a new one, in which options change nothing
 * @param hierarchies  the version 1 hierarchies; empty if unified
 */
public record CgroupView(boolean unified, boolean ownNamespace, String unifiedPath, List<String> hostOptions,
        List<Hierarchy> hierarchies) {
    /**
     * A mounted version 1 hierarchy.
     *
     * @param name      its directory below /sys/fs/cgroup, such as {@code cpu,cpuacct} or {@code systemd}
     * @param options   mount options that stand for it, such as {@code cpu,cpuacct} or {@code name=systemd}
     * @param directory host directory of the container's cgroup in it
     */
    public record Hierarchy(String name, String options, String directory) {
    }
}
