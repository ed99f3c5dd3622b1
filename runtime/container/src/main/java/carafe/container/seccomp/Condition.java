package carafe.container.seccomp;

import carafe.spec.seccomp.SeccompArg;

/**
 * What an argument must be for a rule to apply: its bits under {@code mask} are in {@code values}.
 *
 * @param argument 0 to 5
 * @param mask     -1 for the whole argument
 */
record Condition(int argument, long mask, ValueSet values) {
    private static final long LOW_HALF = 0xffff_ffffL;

    /**
     * A condition of a profile, as it is on an ABI with arguments of 32 bits or of 64.
     *
     * <p>With 32 bits only the low half of the argument counts. A value of the profile that is a negative 32-bit
     * number written with 64 bits means that number; any other value beyond 32 bits is above every argument.
     */
    static Condition of(SeccompArg arg, boolean narrow) {
        long value = narrow ? unsignedInt(arg.value()) : arg.value();
        return switch (arg.op()) {
            case MASKED_EQ -> masked(arg.index(), arg.value(), arg.valueTwo(), narrow);
            case EQ -> whole(arg.index(), ValueSet.exactly(value), narrow);
            case NE -> whole(arg.index(), ValueSet.exactly(value).complement(), narrow);
            case GE -> whole(arg.index(), ValueSet.atLeast(value), narrow);
            case LT -> whole(arg.index(), ValueSet.atLeast(value).complement(), narrow);
            case GT -> whole(arg.index(), ValueSet.above(value), narrow);
            case LE -> whole(arg.index(), ValueSet.above(value).complement(), narrow);
        };
    }

    /** "These bits of the low half of argument 0 are {@code value}", on any ABI. */
    static Condition selects(int mask, int value) {
        return new Condition(0, mask & LOW_HALF, ValueSet.exactly(value));
    }

    private static Condition whole(int argument, ValueSet values, boolean narrow) {
        return narrow
                ? new Condition(argument, LOW_HALF, values.narrowed())
                : new Condition(argument, -1, values);
    }

    /** The datum is masked as well, as seccomp_rule_add(3) says. */
    private static Condition masked(int argument, long mask, long datum, boolean narrow) {
        long lookedAt = narrow ? mask & LOW_HALF : mask;
        return new Condition(argument, lookedAt, ValueSet.exactly(datum & lookedAt));
    }

    private static long unsignedInt(long value) {
        return value == (int) value ? value & LOW_HALF : value;
    }

    /** Whether both look at the same bits, so that their values can be joined. */
    boolean looksAtSameBits(Condition other) {
        return argument == other.argument && mask == other.mask;
    }

    /** For example {@code argument 0 & 0x7e020000 is 0}. */
    String text() {
        String looked = "argument " + argument;
        if (mask != -1 && mask != LOW_HALF) {
            looked += " & " + hex(mask);
        }
        return looked + " is " + values.text(mask);
    }

    static String hex(long value) {
        return Long.compareUnsigned(value, 9) <= 0 ? Long.toString(value) : "0x" + Long.toHexString(value);
    }

    boolean holds(long argumentValue) {
        return values.contains(argumentValue & mask);
    }
}
