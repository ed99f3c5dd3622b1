/**
 * The systemd driver: a container's cgroup as a transient unit (systemd.resource-control(5),
 * org.freedesktop.systemd1(5)).
 */
package carafe.container.cgroup.systemd;
