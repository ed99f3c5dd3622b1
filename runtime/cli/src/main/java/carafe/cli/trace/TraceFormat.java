package carafe.cli.trace;

import carafe.kernel.trace.Trace;
import java.util.List;
import java.util.Locale;

/** The forms a trace is written in. */
public enum TraceFormat {
    /** For people. */
    TEXT("txt"),
    /** One object for each step, with its calls. */
    JSON("json"),
    /** The Trace Event Format, which trace viewers open. */
    CHROME("json"),
    /** OpenTelemetry's traces in the JSON encoding of its protocol. */
    OTLP("json");

    public static final List<String> WORDS = List.of("text", "json", "chrome", "otlp");

    private final String suffix;

    TraceFormat(String suffix) {
        this.suffix = suffix;
    }

    /** Null if there is none of this name. */
    public static TraceFormat named(String word) {
        return WORDS.contains(word) ? valueOf(word.toUpperCase(Locale.ROOT)) : null;
    }

    /** How the name of a file in this format ends. */
    public String suffix() {
        return suffix;
    }

    /** @param command what was traced */
    public byte[] write(Trace trace, TracedCommand command) {
        return switch (this) {
            case TEXT -> TraceText.write(trace, command);
            case JSON -> TraceJson.write(trace, command);
            case CHROME -> ChromeTrace.write(trace, command);
            case OTLP -> OtlpTrace.write(trace, command);
        };
    }
}
