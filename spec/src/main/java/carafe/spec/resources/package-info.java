/** {@code linux.resources} of config.json: the limits of a container's control group. */
package carafe.spec.resources;
