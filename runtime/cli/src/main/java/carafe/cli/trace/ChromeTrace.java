package carafe.cli.trace;

import carafe.kernel.trace.Trace;
import carafe.kernel.trace.TracedCall;
import carafe.kernel.trace.TracedStep;
import carafe.spec.json.JsonWriter;
import java.util.LinkedHashSet;
import java.util.Set;

/** Complete events ("X") of the Trace Event Format: a step, and inside of it its calls. Times are in microseconds. */
final class ChromeTrace {
    private ChromeTrace() {
    }

    static byte[] write(Trace trace, TracedCommand command) {
        JsonWriter out = JsonWriter.compact().beginObject().text("displayTimeUnit", "ns").beginArray("traceEvents");
        Set<Integer> processes = new LinkedHashSet<>();
        for (TracedStep step : trace.steps()) {
            if (processes.add(step.process())) {
                out.beginObject().text("name", "process_name").text("ph", "M").number("pid",
                        TraceJson.processOf(step.process(), command)).beginObject("args")
                        .text("name", step.process() == 0 ? command.name() : "servant").endObject().endObject();
            }
            begin(out, step.name(), "step", step.process(), trace, command, step.begin(), step.end())
                    .text("pointer", step.step().pointer()).endObject().endObject();
            for (TracedCall call : step.calls()) {
                begin(out, call.call().syscall().label(), "call", call.process(), trace, command, call.begin(), call.end())
                        .text("call", call.call().toString()).text("result", call.shownResult()).endObject().endObject();
            }
        }
        return out.endArray().endObject().toBytes();
    }

    private static JsonWriter begin(JsonWriter out, String name, String category, int process, Trace trace,
            TracedCommand command, long begin, long end) {
        int pid = TraceJson.processOf(process, command);
        return out.beginObject().text("name", name).text("cat", category).text("ph", "X")
                .digits("ts", micros(trace.sinceStart(begin))).digits("dur", micros(end - begin))
                .number("pid", pid).number("tid", pid).beginObject("args");
    }

    private static String micros(long nanoseconds) {
        String part = Long.toString(1000 + nanoseconds % 1000);
        return nanoseconds / 1000 + "." + part.substring(1);
    }
}
