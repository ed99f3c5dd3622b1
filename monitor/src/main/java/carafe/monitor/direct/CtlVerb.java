package carafe.monitor.direct;

import static java.nio.charset.StandardCharsets.UTF_8;

import carafe.monitor.option.DirectVerb;
import carafe.monitor.system.UsageException;
import carafe.shim.ControlRequest;
import carafe.shim.ControlVerb;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * {@code ctl SOCKET VERB [NAME=VALUE...]}: sends one request and prints the answer as it came. The exit code is 0 if
 * the request was granted. {@code events} prints events until the monitor ends.
 */
final class CtlVerb {
    private static final int BUFFER = 64 * 1024;

    private final Direct direct;

    CtlVerb(Direct direct) {
        this.direct = direct;
    }

    int run(List<String> words) throws UsageException, IOException {
        if (words.size() < 2) {
            throw Direct.usage(DirectVerb.CTL);
        }
        String request = request(words.get(1), words.subList(2, words.size()));
        try (KernelChannel channel = direct.channel(words.getFirst())) {
            IOException unsent = send(channel, request);
            String answer = printAnswer(channel, words.get(1).equals(ControlVerb.EVENTS.label()));
            if (answer.isEmpty() && unsent != null) {
                throw unsent;
            }
            return answer.isEmpty() || isRefusal(answer) ? 1 : 0;
        }
    }

    /**
     * A monitor that refuses the connection does not wait for a request; why, it has said before it closed.
     *
     * @return what kept the request from being sent; null if it was
     */
    private static IOException send(KernelChannel channel, String request) {
        try {
            channel.write(ByteBuffer.wrap(request.getBytes(UTF_8)));
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    /** The monitor checks the request, so that there is one place that knows what is allowed. */
    private static String request(String verb, List<String> members) throws UsageException {
        StringBuilder json = new StringBuilder("{\"v\":" + ControlRequest.VERSION + ",\"id\":1,\"verb\":");
        json.append(quoted(verb));
        for (String member : members) {
            int equals = member.indexOf('=');
            if (equals < 1) {
                throw new UsageException("ctl: \"" + member + "\", expected NAME=VALUE");
            }
            String value = member.substring(equals + 1);
            json.append(',').append(quoted(member.substring(0, equals))).append(':')
                    .append(isBare(value) ? value : quoted(value));
        }
        return json.append("}\n").toString();
    }

    private static boolean isBare(String value) {
        if (value.equals("true") || value.equals("false")) {
            return true;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return !value.isEmpty();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** @return the last one; empty if there was none */
    private String printAnswer(KernelChannel channel, boolean goesOn) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(BUFFER);
        String text = "";
        while (answer.hasRemaining() && channel.read(answer) > 0) {
            text = new String(answer.array(), 0, answer.position(), UTF_8);
            if (text.indexOf('\n') < 0) {
                continue;
            }
            direct.print(1, text);
            if (!goesOn || isRefusal(text)) {
                break;
            }
            answer.clear();
        }
        return text;
    }

    private static boolean isRefusal(String answer) {
        return answer.contains("\"ok\":false");
    }
}
