package carafe.cli.verb;

import carafe.cli.args.Flag;
import carafe.cli.report.Page;
import carafe.cli.report.ReportFormat;
import carafe.cli.report.Reports;
import carafe.container.Refused;
import java.util.function.Consumer;

/** Flags of the verbs that print reports, and what they do. */
final class ReportFlags {
    static final Flag FORMAT = Flag.choice("format", "FORMAT", ReportFormat.WORDS, "text, json or yaml")
            .withAlias("f").orElse("text");
    static final Flag ALL = Flag.toggle("all", "as text, show long lists to their end").withAlias("a");

    private ReportFlags() {
    }

    /** To be asked before there is a report, so that a wrong word is told first. */
    static ReportFormat format(Invocation call) {
        ReportFormat format = ReportFormat.named(call.arguments().text(FORMAT));
        if (format == null) {
            throw new Refused("invalid format option");
        }
        return format;
    }

    static void print(Invocation call, ReportFormat format, Object report, Consumer<Page> text) {
        String noColour = call.environment().get("NO_COLOR");
        boolean coloured = call.output().stdoutIsTerminal() && (noColour == null || noColour.isEmpty());
        call.output().stdout(Reports.print(format, report, new Page(coloured, call.arguments().isOn(ALL)), text));
    }
}
