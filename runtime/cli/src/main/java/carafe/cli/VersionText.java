package carafe.cli;

/** What {@code --version} prints. Docker reads the line with "version" and the one that starts with "commit:". */
final class VersionText {
    /** The newest version of the OCI runtime specification that Carafe follows. */
    private static final String SPEC_VERSION = "1.3.0";

    private VersionText() {
    }

    static String of(String program) {
        return program + " version " + BuildInfo.VERSION + "\n"
                + "commit: " + BuildInfo.COMMIT + "\n"
                + "spec: " + SPEC_VERSION + "\n";
    }
}
