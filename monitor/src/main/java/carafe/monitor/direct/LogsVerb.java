package carafe.monitor.direct;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import carafe.kernel.Open;
import carafe.kernel.Sys;
import carafe.monitor.option.DirectVerb;
import carafe.monitor.system.UsageException;
import carafe.shim.CriLogLine;
import carafe.shim.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** {@code logs [-f] [-t] ID}: prints a container's output, each stream on its own; -f follows, -t adds the times. */
final class LogsVerb {
    private static final int BUFFER = 64 * 1024;
    private static final long POLL_MILLIS = 100;

    private final Direct direct;
    private final Sys sys;
    private final StringBuilder rest = new StringBuilder();
    private boolean follow;
    private boolean times;
    private boolean lineBegun;

    LogsVerb(Direct direct) {
        this.direct = direct;
        this.sys = direct.sys();
    }

    int run(List<String> words) throws UsageException, ProtocolException {
        List<String> others = new ArrayList<>();
        for (String word : words) {
            switch (word) {
                case "-f", "--follow" -> follow = true;
                case "-t", "--timestamps" -> times = true;
                default -> others.add(word);
            }
        }
        String id = Direct.onlyWord(DirectVerb.LOGS, others);
        StateDirectory state = direct.state(id);
        state.check(id);
        print(state);
        return 0;
    }

    private void print(StateDirectory state) throws ProtocolException {
        int fd = sys.open(state.file("log"), Open.O_RDONLY, 0);
        long buffer = sys.arena().allocate(BUFFER, 8);
        boolean ended = false;
        while (true) {
            int n = sys.read(fd, buffer, BUFFER);
            if (n > 0) {
                // bytes pass through a one-byte charset, so that they come out as they went in
                rest.append(new String(sys.arena().getBytes(buffer, n), ISO_8859_1));
                printLines();
            } else if (!follow || ended) {
                break;
            } else {
                // what was written before the exit code is read once more after it is seen
                ended = state.exitCode() != null;
                sys.sleep(ended ? 0 : POLL_MILLIS);
            }
        }
        sys.close(fd);
    }

    private void printLines() throws ProtocolException {
        int from = 0;
        StringBuilder[] texts = {new StringBuilder(), new StringBuilder()};
        for (int end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n", from)) {
            CriLogLine line = CriLogLine.parse(rest.substring(from, end));
            StringBuilder text = texts[line.stream().ordinal()];
            if (times && !lineBegun) {
                text.append(line.timestamp()).append(' ');
            }
            text.append(line.text()).append(line.partial() ? "" : "\n");
            lineBegun = line.partial();
            from = end + 1;
        }
        rest.delete(0, from);
        for (int stream = 0; stream < texts.length; stream++) {
            sys.writeAll(stream + 1, texts[stream].toString().getBytes(ISO_8859_1));
        }
    }
}
