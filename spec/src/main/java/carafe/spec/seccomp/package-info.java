/** {@code linux.seccomp} of config.json. */
package carafe.spec.seccomp;
