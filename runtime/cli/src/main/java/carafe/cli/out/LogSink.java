package carafe.cli.out;

/** Takes finished log lines, each ending in a newline. */
public interface LogSink {
    void append(String line);
}
