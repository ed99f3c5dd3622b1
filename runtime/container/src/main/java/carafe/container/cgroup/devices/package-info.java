/** Which device nodes a container may use: rules to a policy, the policy to version 1 files or a version 2 program. */
package carafe.container.cgroup.devices;
