package carafe.cli.trace;

import carafe.kernel.CallObserver;
import carafe.kernel.Errno;
import carafe.kernel.trace.Trace;
import carafe.kernel.trace.TracedCall;
import carafe.kernel.trace.TracedStep;
import carafe.spec.json.JsonWriter;

/** A trace for programs. Times are in nanoseconds. */
final class TraceJson {
    private TraceJson() {
    }

    static byte[] write(Trace trace, TracedCommand command) {
        JsonWriter out = JsonWriter.compact().beginObject().text("command", command.name())
                .text("id", command.containerId()).number("pid", command.pid())
                .number("started", trace.wallClock(0) + trace.calls().stream().mapToLong(TracedCall::begin).min().orElse(0))
                .text("failure", command.failure()).number("dropped", trace.dropped()).beginArray("steps");
        for (TracedStep step : trace.steps()) {
            out.beginObject().number("number", step.number()).text("kind", step.step().kind().name())
                    .text("name", step.name()).text("pointer", step.step().pointer())
                    .number("process", processOf(step.process(), command))
                    .number("begin", trace.sinceStart(step.begin())).number("duration", step.end() - step.begin())
                    .beginArray("calls");
            for (TracedCall call : step.calls()) {
                out.beginObject().text("name", call.call().syscall().label()).text("call", call.call().toString());
                result(out, call);
                out.number("begin", trace.sinceStart(call.begin())).number("duration", call.end() - call.begin())
                        .endObject();
            }
            out.endArray().endObject();
        }
        return out.endArray().endObject().toBytes();
    }

    /** Nothing if nobody waited for it. */
    static void result(JsonWriter out, TracedCall call) {
        if (call.failed()) {
            out.text("errno", Errno.name((int) -call.result()));
        } else if (call.result() != CallObserver.UNKNOWN) {
            out.number("result", call.result());
        }
    }

    static int processOf(int process, TracedCommand command) {
        return process == 0 ? command.pid() : process;
    }
}
