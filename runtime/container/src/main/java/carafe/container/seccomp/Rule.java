package carafe.container.seccomp;

import carafe.spec.seccomp.SeccompArg;
import java.util.List;

/**
 * What to return for a call when all conditions hold.
 *
 * @param returnValue SECCOMP_RET_* with its data
 * @param conditions  at least one, each on another argument
 */
record Rule(int returnValue, List<SeccompArg> conditions) {
}
