package carafe.cli.verb;

import carafe.container.Refused;
import carafe.spec.json.Finding;
import carafe.spec.json.Severity;
import carafe.spec.validate.Validator;

/** Checks the configuration of a bundle and prints everything that is wrong with it. */
final class Lint {
    private Lint() {
    }

    /**
     * Prints a line for each finding.
     *
     * @param bundle the directory; null for the current one
     * @return 0; warnings do not count
     * @throws Refused if there are errors
     */
    static int run(Invocation call, String bundle) {
        BundleConfig config = BundleConfig.read(call.kernel(), BundleConfig.openBundle(call.kernel(), bundle));
        int errors = 0;
        StringBuilder report = new StringBuilder();
        for (Finding finding : Validator.lint(config.file(), config.json())) {
            boolean error = finding.severity() == Severity.ERROR;
            errors += error ? 1 : 0;
            report.append(config.file()).append(error ? ": error: " : ": warning: ");
            report.append(finding.message()).append('\n');
        }
        call.output().stdout(report.toString());
        if (errors > 0) {
            throw new Refused(config.file() + " has " + errors + (errors == 1 ? " error" : " errors"));
        }
        return 0;
    }
}
