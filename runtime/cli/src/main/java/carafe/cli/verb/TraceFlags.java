package carafe.cli.verb;

import carafe.cli.args.Flag;
import carafe.cli.trace.TraceFormat;

/** How the verbs that set something up tell of their system calls. */
final class TraceFlags {
    static final Flag TRACE = Flag.optionalFile("trace", "FILE",
            "write every system call of the set-up, with its step, result and time, to FILE or standard error");
    static final Flag TRACE_FORMAT = Flag.choice("trace-format", "FORMAT", TraceFormat.WORDS,
            "text, json, chrome (for trace viewers) or otlp (OpenTelemetry's JSON, below the span of $TRACEPARENT)")
            .orElse("text");

    private TraceFlags() {
    }
}
