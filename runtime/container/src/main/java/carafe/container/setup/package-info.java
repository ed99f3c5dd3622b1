/**
 * One class for each thing config.json can ask of a container's first process, in the kernel's terms.
 *
 * <p>Each takes the {@link carafe.kernel.Kernel} that acts in the container and its part of the configuration. Calls
 * are queued; only where a decision needs an answer does a class ask for it, and then for many answers at once, because
 * each question is a round trip to the other process. Where a class must stand in the order of things, and why, is said
 * in its own description; the order itself is the set-up plan's.
 */
package carafe.container.setup;
