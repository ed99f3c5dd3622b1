package carafe.container.seccomp;

import carafe.spec.seccomp.SeccompArg;
import java.util.List;

/**
 * What to return for a call when all conditions hold.
 *
 * @param returnValue SECCOMP_RET_* with its data
 * @param conditions  at least one, each on another argument
 * @param entry       which of the profile's entries says so
 */
record Rule(int returnValue, List<SeccompArg> conditions, int entry) {
}
