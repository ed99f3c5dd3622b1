package carafe.cli;

import carafe.cli.out.Detail;
import carafe.cli.verb.CommandFailure;
import carafe.container.EngineWords;
import carafe.container.Hints;
import carafe.container.Refused;
import carafe.container.SetupFailed;
import carafe.container.cgroup.fs.CgroupException;
import carafe.container.seccomp.SeccompException;
import carafe.kernel.Errno;
import carafe.kernel.ErrnoException;
import carafe.kernel.Step;
import carafe.kernel.servant.ServantException;
import carafe.spec.json.SpecException;
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
    /** How the steps begin that make the mounts of config.json. */
    private static final String MOUNT = "mount ";

    static FailureReport of(RuntimeException failure) {
        Draft draft = new Draft();
        switch (failure) {
            case CommandFailure refused -> draft.says(refused.getMessage());
            case Refused refused -> draft.says(refused.getMessage());
            case SetupFailed failed -> draft.says(failed.getMessage()).about(failed.step())
                    .detail("call", failed.call()).errno(failed.errno()).hint(failed.hint()).runc(runcLine(failed));
            case SpecException unusable -> draft.says(unusable.getMessage())
                    .detail("file", unusable.file()).detail("pointer", unusable.finding().pointer());
            case CgroupException failed -> draft.says(failed.getMessage())
                    .detail("pointer", failed.pointer()).errno(failed.errno());
            case SeccompException unusable -> draft.says(unusable.getMessage()).detail("pointer", unusable.pointer());
            case ServantException lost -> draft.says(during(lost.step()) + lost.getMessage()).about(lost.step());
            case ErrnoException refused -> draft.says(during(refused.step()) + refused.getMessage())
                    .about(refused.step()).detail("call", refused.call()).errno(refused.errno())
                    .hint(Hints.of(refused));
            // Something that should not be possible: name the place, so that it can be reported.
            default -> draft.says("internal error: " + failure).detail("at", place(failure));
        }
        return new FailureReport(draft.message, List.copyOf(draft.details), draft.runcLine);
    }

    /**
     * From runc's own process that line comes, which became the container's and has lost the log and everything else
     * by the time the kernel refuses the program.
     */
    private static String runcLine(SetupFailed failed) {
        return failed.isRefusedProgram() ? failed.step().name() + ": " + Errno.text(failed.errno()) : null;
    }

    private static String during(Step step) {
        if (step.pointer().startsWith("/mounts/") && step.name().startsWith(MOUNT)) {
            return EngineWords.CANNOT_MOUNT + step.name().substring(MOUNT.length()) + ": ";
        }
        return step.name().isEmpty() ? "" : step.name() + ": ";
    }

    private static String place(RuntimeException defect) {
        StackTraceElement[] stack = defect.getStackTrace();
        return stack.length == 0 ? null : stack[0].toString();
    }

    /** Collects what is known; what is not known is left out. */
    private static final class Draft {
        private String message;
        private String runcLine;
        private final List<Detail> details = new ArrayList<>();

        Draft says(String text) {
            message = text;
            return this;
        }

        Draft about(Step step) {
            return detail("step", step.name()).detail("pointer", step.pointer());
        }

        Draft detail(String key, String value) {
            if (value != null && !value.isEmpty()) {
                details.add(new Detail(key, value));
            }
            return this;
        }

        Draft runc(String line) {
            runcLine = line;
            return this;
        }

        Draft errno(int errno) {
            return errno == 0 ? this : detail("errno", Errno.name(errno));
        }

        /** Part of the message, because that is all an engine shows to its user. */
        Draft hint(String hint) {
            if (hint != null) {
                message += " (" + hint + ")";
            }
            return this;
        }
    }
}
