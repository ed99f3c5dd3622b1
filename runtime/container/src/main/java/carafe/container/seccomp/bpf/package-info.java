/**
 * Classic BPF as seccomp uses it: programs, the graph they are laid out from, and what runs and prints them.
 *
 * <p>A program reads {@code struct seccomp_data} into one 32-bit accumulator, compares, jumps forward and returns what
 * the kernel shall do with the call (linux/filter.h, linux/seccomp.h, Documentation/userspace-api/seccomp_filter.rst).
 */
package carafe.container.seccomp.bpf;
