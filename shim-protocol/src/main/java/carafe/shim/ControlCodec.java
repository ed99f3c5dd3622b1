package carafe.shim;

import java.util.Map;

/** Lines of the control socket to messages and back; {@link ControlRequest} shows the conversation. */
public final class ControlCodec {
    private static final int MAX_SIGNAL = 64;
    private static final long MAX_REPLAY = 1L << 30;

    private ControlCodec() {
    }

    /** The number a reply carries back; 0 when the line has none that can be read. */
    public static long id(byte[] line, int length) {
        try {
            JsonObject json = JsonObject.parse(line, 0, length);
            return json.has("id") ? json.number("id") : 0;
        } catch (ProtocolException e) {
            return 0;
        }
    }

    /** Reads a request, without its newline. */
    public static ControlRequest decodeRequest(byte[] line, int length) throws ProtocolException {
        JsonObject json = JsonObject.parse(line, 0, length);
        if (json.number("v") != ControlRequest.VERSION) {
            throw new ProtocolException("v is " + json.number("v") + ", expected " + ControlRequest.VERSION);
        }
        return switch (ControlVerb.ofLabel(json.string("verb"))) {
            case STATE -> new ControlRequest.State();
            case WAIT -> new ControlRequest.Wait();
            case EVENTS -> new ControlRequest.Events();
            case ATTACH -> new ControlRequest.Attach(json.has("replay") ? json.number("replay", 0, MAX_REPLAY) : 0,
                    json.flag("stdin"));
            case RESIZE -> new ControlRequest.Resize((int) json.number("height", 0, ControlLine.MAX_SIZE),
                    (int) json.number("width", 0, ControlLine.MAX_SIZE));
            case SIGNAL -> new ControlRequest.Signal((int) json.number("signal", 1, MAX_SIGNAL));
            case CLOSE_STDIN -> new ControlRequest.CloseStdin();
            case REOPEN_LOGS -> new ControlRequest.ReopenLogs();
            case EXEC -> new ControlRequest.Exec();
            case STATS -> new ControlRequest.Stats();
            case LOG_POLICY -> logPolicy(json);
        };
    }

    /** The line of a request, with its newline. */
    public static byte[] encodeRequest(long id, ControlRequest request) {
        return switch (request) {
            case ControlRequest.State r -> request(id, ControlVerb.STATE).line();
            case ControlRequest.Wait r -> request(id, ControlVerb.WAIT).line();
            case ControlRequest.Events r -> request(id, ControlVerb.EVENTS).line();
            case ControlRequest.Attach r -> request(id, ControlVerb.ATTACH).put("replay", r.replay())
                    .put("stdin", r.stdin()).line();
            case ControlRequest.Resize r -> request(id, ControlVerb.RESIZE).put("height", r.height())
                    .put("width", r.width()).line();
            case ControlRequest.Signal r -> request(id, ControlVerb.SIGNAL).put("signal", r.signal()).line();
            case ControlRequest.CloseStdin r -> request(id, ControlVerb.CLOSE_STDIN).line();
            case ControlRequest.ReopenLogs r -> request(id, ControlVerb.REOPEN_LOGS).line();
            case ControlRequest.Exec r -> request(id, ControlVerb.EXEC).line();
            case ControlRequest.Stats r -> request(id, ControlVerb.STATS).line();
            case ControlRequest.SetLogPolicy r -> request(id, ControlVerb.LOG_POLICY)
                    .put("stream", r.stream().label()).put("mode", r.policy().mode().label())
                    .put("rate", r.policy().bytesPerSecond()).put("every", r.policy().sampleEvery()).line();
        };
    }

    /** A line that grants a request; the values are strings, whole numbers and booleans. */
    public static byte[] encodeReply(long id, Map<String, ?> members) {
        return members(new JsonText(":").put("id", id).put("ok", true), members).line();
    }

    /** A line that refuses a request. */
    public static byte[] encodeError(long id, ControlError error, String message) {
        return new JsonText(":").put("id", id).put("ok", false).put("error", error.label())
                .put("message", message).line();
    }

    /** A line that tells an event. */
    public static byte[] encodeEvent(ControlEvent event) {
        return members(new JsonText(":").put("event", event.name()), event.members()).line();
    }

    private static JsonText request(long id, ControlVerb verb) {
        return new JsonText(":").put("v", ControlRequest.VERSION).put("id", id).put("verb", verb.label());
    }

    private static JsonText members(JsonText json, Map<String, ?> members) {
        for (Map.Entry<String, ?> member : members.entrySet()) {
            switch (member.getValue()) {
                case Boolean b -> json.put(member.getKey(), b.booleanValue());
                case Number n -> json.put(member.getKey(), n.longValue());
                case Object o -> json.put(member.getKey(), o.toString());
            }
        }
        return json;
    }

    private static ControlRequest logPolicy(JsonObject json) throws ProtocolException {
        Stream stream = Stream.ofLabel(json.string("stream"));
        LogPolicy.Mode mode = LogPolicy.Mode.ofLabel(json.string("mode"));
        if (mode == LogPolicy.Mode.NONE) {
            return new ControlRequest.SetLogPolicy(stream, LogPolicy.UNLIMITED);
        }
        long rate = json.number("rate", LogPolicy.MIN_RATE, Long.MAX_VALUE);
        int every = mode == LogPolicy.Mode.SAMPLE ? (int) json.number("every", 1, Integer.MAX_VALUE) : 1;
        return new ControlRequest.SetLogPolicy(stream, new LogPolicy(mode, rate, every));
    }
}
