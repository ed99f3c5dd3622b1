package carafe.container.seccomp;

/**
 * A {@link Rule} as it is on one ABI.
 *
 * @param returnValue SECCOMP_RET_* with its data
 * @param conditions  all must hold; none only in {@link AbiRules#chain}
 * @param entry       which of the profile's entries says so, or one of the constants below
 */
record AbiRule(int returnValue, Condition[] conditions, int entry) {
    /** The default action says so. */
    static final int DEFAULT = -1;
    /** Nothing in the profile says so, as its author cannot have known the call. */
    static final int UNKNOWN = -2;

    static AbiRule always(int returnValue, int entry) {
        return new AbiRule(returnValue, new Condition[0], entry);
    }
}
