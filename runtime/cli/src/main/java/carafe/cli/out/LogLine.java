package carafe.cli.out;

import java.util.List;

/**
 * One event, and its two written forms.
 *
 * <pre>
 * time="2026-03-01T12:00:00Z" level=error msg="container does not exist"
 * {"level":"error","msg":"container does not exist","time":"2026-03-01T12:00:00Z"}
 * </pre>
 *
 * @param details what stands after the three keys every reader knows; readers skip keys they do not know
 */
public record LogLine(LogLevel level, String message, long epochSeconds, List<Detail> details) {

    String asText() {
        StringBuilder line = new StringBuilder("time=\"");
        line.append(Rfc3339.format(epochSeconds)).append("\" level=").append(level.word());
        line.append(" msg=").append(bareOrQuoted(message));
        for (Detail detail : details) {
            line.append(' ').append(detail.key()).append('=').append(bareOrQuoted(detail.value()));
        }
        return line.append('\n').toString();
    }

    String asJson() {
        StringBuilder line = new StringBuilder("{\"level\":\"");
        line.append(level.word()).append("\",\"msg\":").append(Quoted.json(message));
        line.append(",\"time\":\"").append(Rfc3339.format(epochSeconds)).append('"');
        for (Detail detail : details) {
            line.append(",\"").append(detail.key()).append("\":").append(Quoted.json(detail.value()));
        }
        return line.append("}\n").toString();
    }

    /** For a log that keeps time and level itself. */
    String asWords() {
        StringBuilder text = new StringBuilder(message);
        for (Detail detail : details) {
            text.append(' ').append(detail.key()).append('=').append(bareOrQuoted(detail.value()));
        }
        return text.toString();
    }

    /** For a person at a terminal, who needs neither time nor quotes. */
    String asSentence() {
        StringBuilder text = new StringBuilder(level.word()).append(": ").append(message).append('\n');
        for (Detail detail : details) {
            text.append("  ").append(detail.key()).append(": ").append(detail.value()).append('\n');
        }
        return text.toString();
    }

    /** logrus quotes a value only when it holds something other than letters, digits and {@code -._/@^+}. */
    private static String bareOrQuoted(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || "-._/@^+".indexOf(c) >= 0;
            if (!plain) {
                return Quoted.go(value);
            }
        }
        return value;
    }
}
