package carafe.cli.verb;

import carafe.cli.args.Flag;
import carafe.cli.args.Syntax;
import carafe.cli.report.DiagnosisText;
import carafe.cli.report.ReportFormat;
import carafe.container.doctor.Diagnosis;
import carafe.container.doctor.Doctor;

/** {@code doctor}: whether this host is able. */
final class DoctorVerb implements Verb {
    static final Flag JSON = Flag.toggle("json", "the same as --format json");
    private static final int NOT_ABLE = 1;

    static final Syntax SYNTAX = Syntax.of("doctor", "say whether this host can run containers")
            .flags(ReportFlags.FORMAT, JSON)
            .description("""
                    Looks at the kernel, user namespaces, cgroups, security modules, programs and engines,
                    for whoever calls it, and says what follows from what is missing and what to do.
                    Nothing is changed. The status is 1 if containers of the caller will not run.""")
            .build();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Invocation call) {
        ReportFormat format = call.arguments().isOn(JSON) ? ReportFormat.JSON : ReportFlags.format(call);
        Diagnosis diagnosis = Doctor.examine(call.kernel(), call.environment().get("PATH"),
                call.environment().get("HOME"));
        ReportFlags.print(call, format, diagnosis, page -> DiagnosisText.print(diagnosis, page));
        return diagnosis.isAble() ? 0 : NOT_ABLE;
    }
}
