package carafe.cli;

import carafe.cli.verb.BuildInfo;
import carafe.spec.SpecVersion;

/** What {@code --version} prints. Docker reads the line with "version" and the one that starts with "commit:". */
final class VersionText {
    private VersionText() {
    }

    static String of(String program) {
        return program + " version " + BuildInfo.VERSION + "\n"
                + "commit: " + BuildInfo.COMMIT + "\n"
                + "spec: " + SpecVersion.CURRENT + "\n";
    }
}
