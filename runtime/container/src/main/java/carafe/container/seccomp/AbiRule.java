package carafe.container.seccomp;

/**
 * A {@link Rule} as it is on one ABI.
 *
 * @param returnValue SECCOMP_RET_* with its data
 * @param conditions  all must hold; at least one
 */
record AbiRule(int returnValue, Condition[] conditions) {
}
