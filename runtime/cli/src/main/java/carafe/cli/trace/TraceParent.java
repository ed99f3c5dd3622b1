package carafe.cli.trace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The span of OpenTelemetry that a command is part of, as the environment names it in TRACEPARENT (W3C Trace Context,
 * 3.2): {@code 00-TRACE-SPAN-FLAGS}.
 */
public record TraceParent(String traceId, String spanId) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}.*");

    /** Null for what has not the form, which is to be ignored. */
    public static TraceParent of(String text) {
        Matcher parts = FORM.matcher(text == null ? "" : text);
        boolean valid = parts.matches() && !text.startsWith("ff") && !parts.group(1).matches("0+")
                && !parts.group(2).matches("0+");
        return valid ? new TraceParent(parts.group(1), parts.group(2)) : null;
    }
}
