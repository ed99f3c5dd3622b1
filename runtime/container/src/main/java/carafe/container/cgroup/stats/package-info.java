/**
 * What a container uses: read from the files of its cgroup, written as the {@code stats} event of runc.
 *
 * <p>All counts are unsigned 64-bit numbers; times are nanoseconds, sizes bytes. A list or record that the host has no
 * files for is empty or null.
 */
package carafe.container.cgroup.stats;
