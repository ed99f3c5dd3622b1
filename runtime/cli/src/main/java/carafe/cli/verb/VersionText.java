package carafe.cli.verb;

import carafe.kernel.BuildInfo;
import carafe.spec.SpecVersion;

/** What {@code --version} prints. Docker reads the line with "version" and the one that starts with "commit:". */
public final class VersionText {
    public static final BuildInfo BUILD = BuildInfo.beside(VersionText.class);

    private VersionText() {
    }

    public static String of(String program) {
        return program + " version " + BUILD.version() + "\n"
                + "commit: " + BUILD.commit() + "\n"
                + "spec: " + SpecVersion.CURRENT + "\n"
                + "built: " + BUILD.built() + "\n";
    }
}
