/**
 * Control groups: placing a container's processes, limiting them, freezing, killing and counting them.
 *
 * <pre>
 *   CgroupManager        what the life cycle of a container calls
 *     V1CgroupManager      a directory per hierarchy (pure version 1 and hybrid hosts)
 *     V2CgroupManager      one directory
 *     SystemdCgroupManager a scope or slice made by systemd, with one of the two above for its files
 *     NoCgroupManager      the container stays in the runtime's cgroup
 *   fs       where cgroup file systems are, and one directory of them
 *   limits   linux.resources to file contents, for both versions
 *   devices  device rules: files of version 1, an eBPF program for version 2
 *   systemd  units and their properties; dbus: the messages to ask for them
 *   stats    what the events verb reports
 * </pre>
 *
 * <p><b>How a process joins without waiting.</b> Writing another process's pid to {@code cgroup.procs} makes the kernel
 * stop all forks of the machine and wait for an RCU grace period: 5 to 25 ms, whoever does it. Two ways avoid it, and
 * Carafe's servant can use both: a single-threaded process that writes {@code 0} to {@code tasks} of a version 1 cgroup
 * moves only itself (since Linux 5.5), and a child can be born in a version 2 cgroup (CLONE_INTO_CGROUP, since 5.7).
 */
package carafe.container.cgroup;
