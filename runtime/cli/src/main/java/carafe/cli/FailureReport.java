package carafe.cli;

import carafe.cli.out.Detail;
import carafe.container.Defect;
import carafe.container.Failure;
import carafe.container.SetupFailed;
import carafe.kernel.Errno;
import java.util.ArrayList;
import java.util.List;

/**
 * How a failure is put into words. This is the only place that turns exceptions into text.
 *
 * @param message one line; the words engines match on come first
 * @param details what a person debugging wants to know beyond it
 * @param runcLine all that runc writes to standard error for this failure; null if that is the message
 */
record FailureReport(String message, List<Detail> details, String runcLine) {
    static FailureReport of(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException failure -> of(Failure.of(failure));
            case StackOverflowError deep -> new FailureReport("out of stack: what is to be read is nested too deeply, or the"
                    + " limit of the stack (ulimit -s) is too small", List.of(), null);
            default -> new FailureReport("out of memory: what is to be read takes more than Carafe allows itself, or than"
                    + " there is", List.of(), null);
        };
    }

    private static FailureReport of(Failure failure) {
        // the hint is part of the message, because that is all an engine shows to its user
        String message = failure.getMessage() + (failure.hint() == null ? "" : " (" + failure.hint() + ")");
        return new FailureReport(message, details(failure), runcLine(failure));
    }

    /** What is not known is left out. */
    private static List<Detail> details(Failure failure) {
        List<Detail> details = new ArrayList<>();
        add(details, "step", failure.step().name());
        add(details, "file", failure.file());
        add(details, "pointer", failure.pointer());
        add(details, "call", failure.call());
        add(details, "errno", failure.errno() == 0 ? null : Errno.name(failure.errno()));
        add(details, "at", failure instanceof Defect defect ? defect.place() : null);
        return List.copyOf(details);
    }

    private static void add(List<Detail> details, String key, String value) {
        if (value != null && !value.isEmpty()) {
            details.add(new Detail(key, value));
        }
    }

    /**
     * From runc's own process that line comes, which became the container's and has lost the log and everything else
     * by the time the kernel refuses the program.
     */
    private static String runcLine(Failure failure) {
        return failure instanceof SetupFailed failed && failed.isRefusedProgram()
                ? failed.step().name() + ": " + Errno.text(failed.errno()) : null;
    }
}
