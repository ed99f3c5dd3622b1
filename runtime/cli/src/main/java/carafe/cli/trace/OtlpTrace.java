package carafe.cli.trace;

import carafe.kernel.trace.Trace;
import carafe.kernel.trace.TracedCall;
import carafe.kernel.trace.TracedStep;
import carafe.spec.json.JsonWriter;
import java.util.List;

/**
 * Spans in the JSON encoding of OTLP (opentelemetry-proto, trace/v1): the command, below it a span for each step, with
 * an event for each call.
 */
final class OtlpTrace {
    private static final int KIND_INTERNAL = 1;
    private static final int STATUS_ERROR = 2;

    private OtlpTrace() {
    }

    static byte[] write(Trace trace, TracedCommand command) {
        TraceParent parent = command.parent();
        String traceId = parent == null ? command.random() + command.random() : parent.traceId();
        long base = Long.parseUnsignedLong(command.random(), 16);
        List<TracedStep> steps = trace.steps();
        JsonWriter out = JsonWriter.compact().beginObject().beginArray("resourceSpans").beginObject()
                .beginObject("resource").beginArray("attributes");
        attribute(out, "service.name", "carafe");
        out.endArray().endObject().beginArray("scopeSpans").beginObject().beginObject("scope").text("name", "carafe")
                .endObject().beginArray("spans");
        long begin = steps.isEmpty() ? 0 : steps.getFirst().begin();
        long end = begin;
        for (TracedStep step : steps) {
            begin = Math.min(begin, step.begin());
            end = Math.max(end, step.end());
        }
        span(out, traceId, id(base, 0), parent == null ? "" : parent.spanId(), command.name(), trace, begin, end);
        out.beginArray("attributes");
        if (command.containerId() != null) {
            attribute(out, "container.id", command.containerId());
        }
        out.endArray();
        if (command.failure() != null) {
            out.beginObject("status").number("code", STATUS_ERROR).text("message", command.failure()).endObject();
        }
        out.endObject();
        for (TracedStep step : steps) {
            span(out, traceId, id(base, step.number()), id(base, 0), step.name(), trace, step.begin(), step.end());
            out.beginArray("attributes");
            attribute(out, "oci.config.pointer", step.step().pointer());
            attribute(out, "process.pid", Integer.toString(TraceJson.processOf(step.process(), command)));
            out.endArray().beginArray("events");
            for (TracedCall call : step.calls()) {
                out.beginObject().text("timeUnixNano", Long.toString(trace.wallClock(call.begin())))
                        .text("name", call.call().syscall().label()).beginArray("attributes");
                attribute(out, "call", call.call().toString());
                attribute(out, "result", call.shownResult());
                attribute(out, "duration", Long.toString(call.end() - call.begin()));
                out.endArray().endObject();
            }
            out.endArray().endObject();
        }
        return out.endArray().endObject().endArray().endObject().endArray().endObject().toBytes();
    }

    private static void span(JsonWriter out, String traceId, String id, String parentId, String name, Trace trace,
            long begin, long end) {
        out.beginObject().text("traceId", traceId).text("spanId", id).text("parentSpanId", parentId)
                .text("name", name).number("kind", KIND_INTERNAL)
                .text("startTimeUnixNano", Long.toString(trace.wallClock(begin)))
                .text("endTimeUnixNano", Long.toString(trace.wallClock(end)));
    }

    private static void attribute(JsonWriter out, String key, String value) {
        out.beginObject().text("key", key).beginObject("value").text("stringValue", value).endObject().endObject();
    }

    /** Sixteen digits, never all zero as that is no span (W3C Trace Context). */
    private static String id(long base, int number) {
        long id = base + number;
        String digits = Long.toHexString(id == 0 ? base - 1 : id);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
