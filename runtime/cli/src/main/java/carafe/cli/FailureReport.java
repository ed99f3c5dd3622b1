package carafe.cli;

import carafe.cli.out.Detail;
import carafe.cli.verb.CommandFailure;
import carafe.container.Refused;
import carafe.container.SetupFailed;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.spec.json.SpecException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a failure is put into words. This is the only place that turns exceptions into text.
 *
 * @param message one line; the words engines match on come first
 * @param details what a person debugging wants to know beyond it
 */
record FailureReport(String message, List<Detail> details) {

    static FailureReport of(RuntimeException failure) {
        return switch (failure) {
            case Refused refused -> new FailureReport(refused.getMessage(), List.of());
            case SetupFailed failed -> ofSetup(failed);
            case CommandFailure refused -> new FailureReport(refused.getMessage(), List.of());
            case SpecException unusable -> ofDocument(unusable);
            case ErrnoException refused -> ofCall(refused);
            default -> ofDefect(failure);
        };
    }

    /** The hint goes into the message itself, because that is all an engine shows to its user. */
    private static FailureReport ofSetup(SetupFailed failed) {
        List<Detail> details = new ArrayList<>();
        addKnown(details, "step", failed.step().name());
        addKnown(details, "pointer", failed.step().pointer());
        addKnown(details, "call", failed.call());
        if (failed.errno() != 0) {
            details.add(new Detail("errno", Errno.name(failed.errno())));
        }
        String hint = failed.hint() == null ? "" : " (" + failed.hint() + ")";
        return new FailureReport(failed.getMessage() + hint, details);
    }

    private static void addKnown(List<Detail> details, String key, String value) {
        if (value != null && !value.isEmpty()) {
            details.add(new Detail(key, value));
        }
    }

    private static FailureReport ofDocument(SpecException unusable) {
        List<Detail> details = List.of(
                new Detail("file", unusable.file()), new Detail("pointer", unusable.finding().pointer()));
        return new FailureReport(unusable.getMessage(), details);
    }

    private static FailureReport ofCall(ErrnoException refused) {
        List<Detail> details = List.of(new Detail("errno", Errno.name(refused.errno())));
        return new FailureReport(refused.getMessage(), details);
    }

    /** Something that should not be possible: name the place, so that it can be reported. */
    private static FailureReport ofDefect(RuntimeException defect) {
        List<Detail> details = new ArrayList<>();
        StackTraceElement[] stack = defect.getStackTrace();
        if (stack.length > 0) {
            details.add(new Detail("at", stack[0].toString()));
        }
        return new FailureReport("internal error: " + defect, details);
    }
}
