/**
 * What a container is really in, as the kernel tells it: read from /proc and the cgroup, not from what was asked for.
 *
 * <p>Everything here may change or vanish while it is read, and much of it is hidden from who does not own it. What
 * cannot be read is left out.
 */
package carafe.container.inspect;
