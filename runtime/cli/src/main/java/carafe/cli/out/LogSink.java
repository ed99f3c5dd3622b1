package carafe.cli.out;

/** Takes finished log lines. */
public interface LogSink {
    void append(LogLine line, LogFormat format);
}
