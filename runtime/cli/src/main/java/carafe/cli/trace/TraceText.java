package carafe.cli.trace;

import carafe.kernel.RawText;
import carafe.kernel.trace.Trace;
import carafe.kernel.trace.TracedCall;
import carafe.kernel.trace.TracedStep;
import java.util.List;

/** A trace for people: a line for each step, and below it one for each call. */
final class TraceText {
    private TraceText() {
    }

    static byte[] write(Trace trace, TracedCommand command) {
        List<TracedStep> steps = trace.steps();
        StringBuilder text = new StringBuilder(64 * 1024);
        text.append("# ").append(command.name()).append(", process ").append(command.pid()).append(", ")
                .append(steps.size()).append(" steps, ").append(trace.calls().size()).append(" calls\n");
        for (TracedStep step : steps) {
            text.append(step.number()).append('/').append(steps.size()).append(' ').append(step.name());
            if (!step.step().pointer().isEmpty()) {
                text.append("  ").append(step.step().pointer());
            }
            text.append("  ").append(step.process() == 0 ? "runtime" : "servant " + step.process()).append("  at ");
            micros(text, trace.sinceStart(step.begin())).append(", took ");
            micros(text, step.end() - step.begin()).append('\n');
            for (TracedCall call : step.calls()) {
                text.append("    ").append(call).append("  <");
                micros(text, call.end() - call.begin()).append(">\n");
            }
        }
        if (trace.dropped() > 0) {
            text.append("# ").append(trace.dropped()).append(" calls more\n");
        }
        if (command.failure() != null) {
            text.append("# failed: ").append(command.failure()).append('\n');
        }
        return RawText.bytes(text.toString());
    }

    private static StringBuilder micros(StringBuilder text, long nanoseconds) {
        long tenths = nanoseconds / 100;
        return text.append(tenths / 10).append('.').append(tenths % 10).append(" us");
    }
}
