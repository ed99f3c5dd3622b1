package carafe.cli;

/**
 * The name the program was called by.
 *
 * <p>Messages and help use it, so that a link speaks under its own name. A link named {@code runc} was put in runc's
 * place by somebody who expects runc's words, also where Carafe's own say more.
 *
 * @param argv0 the first argument, as execve(2) got it
 */
record ProgramName(String argv0) {
    private static final String RUNC = "runc";

    /** The name without directory. */
    String base() {
        return argv0.substring(argv0.lastIndexOf('/') + 1);
    }

    boolean isRunc() {
        return base().equals(RUNC);
    }
}
