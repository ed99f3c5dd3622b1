package carafe.monitor;

import carafe.shim.CriLogLine;
import carafe.shim.ProtocolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a container has written, put together from the records of its log. A line may be in several records: where it is
 * cut depends on how much the monitor gets with each read, and so on the machine's speed.
 */
final class LoggedText {
    private LoggedText() {
    }

    /** The text of log files that follow each other, all streams together. */
    static String of(Path... files) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            for (String record : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                text.append(of(record));
            }
        }
        return text.toString();
    }

    /** The text of one record, with its newline if the container has written one. */
    static String of(String record) {
        try {
            CriLogLine line = CriLogLine.parse(record);
            return line.partial() ? line.text() : line.text() + "\n";
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    /** What {@code seq LAST} writes. */
    static String seq(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }
}
