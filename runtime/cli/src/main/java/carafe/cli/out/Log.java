package carafe.cli.out;

import carafe.container.Notices;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of one run.
 *
 * <p>Engines read it in two ways: Podman decodes the whole file as one JSON object, containerd takes the last entry
 * whose level is {@code error}. So a failure writes exactly one line. Warnings wait until the run has ended; after a
 * failure they become a detail of the error line. Only {@code --debug}, which no engine combines with a JSON log it
 * reads, writes every line as it happens.
 */
public final class Log implements Notices {
    private final Output output;
    private final LogSink file;
    private final LogFormat format;
    private final LogLevel threshold;
    private final boolean debug;
    private final List<LogLine> heldBack = new ArrayList<>();

    /**
     * A log in {@code format}.
     *
     * @param file      where lines go; null for standard error
     * @param threshold the least that is written
     */
    public Log(Output output, LogSink file, LogFormat format, LogLevel threshold) {
        this.output = output;
        this.file = file;
        this.format = format;
        this.threshold = threshold;
        this.debug = threshold == LogLevel.DEBUG;
    }

    /** The log before {@code --log} has been read: text on standard error. */
    public static Log toStderr(Output output) {
        return new Log(output, null, LogFormat.TEXT, LogLevel.WARNING);
    }

    /** Writes a debug line with the place in the code that called; free unless {@code --debug} is set. */
    @Override
    public void debug(String message) {
        if (debug) {
            write(line(LogLevel.DEBUG, message, caller()));
        }
    }

    @Override
    public void warning(String message) {
        if (threshold == LogLevel.ERROR) {
            return;
        }
        LogLine warning = line(LogLevel.WARNING, message, List.of());
        if (file == null || debug) {
            write(warning);
        } else {
            heldBack.add(warning);
        }
    }

    @Override
    public void remark(String message) {
        if (file != null || debug || output.stderrIsTerminal()) {
            warning(message);
        }
    }

    /**
     * Reports why the run fails. When the log is a file, the message also goes to standard error, bare: some engines
     * show only that.
     */
    public void fail(String message, List<Detail> details) {
        write(failure(message, details));
        if (file != null) {
            output.stderr(message + "\n");
        }
    }

    /**
     * The same, for a caller who expects certain words: a person reads nothing but these on standard error, while what
     * a program reads, the log or JSON, is as ever.
     */
    public void failInWords(String words, String message, List<Detail> details) {
        LogLine line = failure(message, details);
        if (file != null || format == LogFormat.JSON) {
            write(line);
        }
        if (file != null || format == LogFormat.TEXT) {
            output.stderr(words + "\n");
        }
    }

    private LogLine failure(String message, List<Detail> details) {
        List<Detail> all = new ArrayList<>(details);
        for (LogLine warning : heldBack) {
            all.add(new Detail("warning" + (all.size() - details.size() + 1), warning.message()));
        }
        heldBack.clear();
        return line(LogLevel.ERROR, message, all);
    }

    /** Writes what was held back; to be called when the run ends without a failure. */
    public void finish() {
        for (LogLine warning : heldBack) {
            write(warning);
        }
        heldBack.clear();
    }

    private static LogLine line(LogLevel level, String message, List<Detail> details) {
        return new LogLine(level, message, System.currentTimeMillis() / 1000, details);
    }

    private void write(LogLine line) {
        if (file != null) {
            file.append(line, format);
        } else if (format == LogFormat.JSON) {
            output.stderr(line.asJson());
        } else {
            output.stderr(output.stderrIsTerminal() ? line.asSentence() : line.asText());
        }
    }

    private static List<Detail> caller() {
        // Frames: this method, debug(), and then the one that has something to say.
        StackTraceElement frame = new Throwable().getStackTrace()[2];
        return List.of(
                new Detail("func", frame.getClassName() + "." + frame.getMethodName()),
                new Detail("file", frame.getFileName() + ":" + frame.getLineNumber()));
    }
}
