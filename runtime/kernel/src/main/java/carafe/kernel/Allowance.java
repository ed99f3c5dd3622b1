package carafe.kernel;

/** The error numbers that a call may return without being a failure; 0 stands for none. */
record Allowance(int first, int second, boolean all) {
    static final Allowance NONE = new Allowance(0, 0, false);
    static final Allowance ALL = new Allowance(0, 0, true);
}
