package carafe.monitor.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import carafe.kernel.Open;
import carafe.kernel.Sys;
import carafe.shim.CriLogLine;
import carafe.shim.ProtocolException;
import carafe.shim.Stream;

/** Which streams of a log file end with an incomplete line: what a monitor that takes over must know. */
public final class OpenRecords {
    private static final int TAIL = 32 * 1024;

    private final Boolean[] open = new Boolean[Stream.values().length];

    private OpenRecords() {
    }

    /** Looks at the last records of a file; a file that is not there has none. */
    public static OpenRecords ofFile(Sys sys, String path) {
        OpenRecords records = new OpenRecords();
        int fd = sys.open(path, Open.O_RDONLY, 0);
        if (fd < 0) {
            return records;
        }
        int mark = sys.arena().mark();
        long buffer = sys.arena().allocate(TAIL, 8);
        int length = Math.max(0, sys.pread(fd, buffer, TAIL, Math.max(0, sys.size(fd) - TAIL)));
        String tail = new String(sys.arena().getBytes(buffer, length), ISO_8859_1);
        sys.arena().reset(mark);
        sys.close(fd);
        records.read(tail.split("\n"));
        return records;
    }

    private void read(String[] lines) {
        for (int i = lines.length - 1; i >= 0; i--) {
            try {
                CriLogLine line = CriLogLine.parse(lines[i]);
                int stream = line.stream().ordinal();
                open[stream] = open[stream] == null ? line.partial() : open[stream];
            } catch (ProtocolException e) {
                // the first line of the tail may be cut
                continue;
            }
        }
    }

    boolean isOpen(Stream stream) {
        return Boolean.TRUE.equals(open[stream.ordinal()]);
    }
}
