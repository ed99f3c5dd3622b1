package carafe.spec.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Changes single values of a JSON document and leaves everything else as it is. */
public final class JsonEdit {
    private final Map<String, String> values = new HashMap<>();

    /**
     * Sets the value at a JSON pointer, which need not be there if the object around it is.
     *
     * @param json the new value
     */
    public JsonEdit set(String pointer, String json) {
        values.put(pointer, json);
        return this;
    }

    /** The changed document; it is JSON, as whoever has read it before knows. */
    public byte[] apply(byte[] document) {
        ByteArrayOutputStream changed = new ByteArrayOutputStream(document.length);
        try (JsonParser in = JsonReader.FACTORY.createParser(document);
                JsonGenerator out = JsonReader.FACTORY.createGenerator(changed)) {
            copy(in, out);
        } catch (IOException e) {
            throw new UncheckedIOException("changing bytes in memory", e);
        }
        return changed.toByteArray();
    }

    private void copy(JsonParser in, JsonGenerator out) throws IOException {
        for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
            if (token == JsonToken.FIELD_NAME) {
                // written together with its value, which may go elsewhere
                continue;
            }
            String pointer = token.isStructEnd() ? null : pointer(in, token);
            if (pointer != null && values.containsKey(pointer)) {
                in.skipChildren();
                continue;
            }
            if (!token.isStructEnd() && isInObject(in, token)) {
                out.writeFieldName(name(in, token));
            }
            out.copyCurrentEvent(in);
            if (token == JsonToken.START_OBJECT) {
                writeOwn(pointer, out);
            }
        }
    }

    /** The new values of an object come first in it. */
    private void writeOwn(String pointer, JsonGenerator out) throws IOException {
        for (Map.Entry<String, String> value : values.entrySet()) {
            int slash = value.getKey().lastIndexOf('/');
            if (value.getKey().substring(0, slash).equals(pointer)) {
                out.writeFieldName(value.getKey().substring(slash + 1));
                out.writeRawValue(value.getValue());
            }
        }
    }

    private static String pointer(JsonParser in, JsonToken token) {
        var context = in.getParsingContext();
        return (token.isStructStart() ? context.getParent() : context).pathAsPointer().toString();
    }

    private static boolean isInObject(JsonParser in, JsonToken token) {
        var context = in.getParsingContext();
        return (token.isStructStart() ? context.getParent() : context).inObject();
    }

    private static String name(JsonParser in, JsonToken token) {
        var context = in.getParsingContext();
        return (token.isStructStart() ? context.getParent() : context).getCurrentName();
    }
}
