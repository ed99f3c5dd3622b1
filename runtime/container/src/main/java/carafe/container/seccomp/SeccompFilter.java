package carafe.container.seccomp;

import java.util.List;

/**
 * A compiled filter, ready for {@code seccomp(SECCOMP_SET_MODE_FILTER, flags, {instructionCount, program})}.
 *
 * @param program          the instructions as the kernel of the compiled-for machine takes them, 8 bytes each
 * @param instructionCount at most 4096
 * @param flags            SECCOMP_FILTER_FLAG_* (linux/seccomp.h)
 * @param needsListener    whether the call returns a descriptor that is to be sent to the profile's listenerPath
 * @param ignoredNames     system calls of the profile that are not in the table, for a debug message
 */
public record SeccompFilter(
        byte[] program, int instructionCount, int flags, boolean needsListener, List<String> ignoredNames) {
}
