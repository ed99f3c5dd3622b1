/** Kernels that tell what is called: while it runs, or instead of running it. */
package carafe.kernel.trace;
