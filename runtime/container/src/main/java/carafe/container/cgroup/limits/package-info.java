/** {@code linux.resources} as contents of cgroup files: one class per controller, conversions in one table. */
package carafe.container.cgroup.limits;
