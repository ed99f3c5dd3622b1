package carafe.container.cgroup;

import java.util.List;

/**
 * One part of a {@code cgroup} mount inside a container.
 *
 * <p>Version 1: a tmpfs holds a directory per hierarchy, and for one with several controllers symbolic links by the
 * name of each. A container with its own cgroup namespace gets a new mount of type {@code cgroup} on it, any other a
 * bind of {@code hostPath}. Version 2 is a single part with an empty name: a mount of type {@code cgroup2}, or where
 * that is not permitted (EPERM, EBUSY: a user namespace without its own cgroup namespace) a bind of {@code hostPath}.
 *
 * @param name     of the directory below the mount's destination; empty for version 2
 * @param options  data of a new mount, such as {@code cpu,cpuacct} or {@code name=systemd}; empty for version 2
 * @param hostPath the container's cgroup on the host
 * @param aliases  names of symbolic links to {@code name}
 */
public record CgroupMount(String name, String options, String hostPath, List<String> aliases) {
}
