package carafe.spec.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Writes one JSON document to memory.
 *
 * <p>The methods that take a name write a property of the current object. A value that is null is left out together
 * with its name.
 */
public final class JsonWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final JsonGenerator out;

    private JsonWriter(String indentation) {
        try {
            out = JsonReader.FACTORY.createGenerator(bytes);
        } catch (IOException e) {
            throw inMemory(e);
        }
        if (indentation != null) {
            out.setPrettyPrinter(new Indentation(indentation));
        }
    }

    /** Everything on one line, without spaces. */
    public static JsonWriter compact() {
        return new JsonWriter(null);
    }

    /** One property or element per line. */
    public static JsonWriter indentedBy(String unit) {
        return new JsonWriter(unit);
    }

    /** The document; nothing can be written after this. */
    public byte[] toBytes() {
        try {
            out.close();
        } catch (IOException e) {
            throw inMemory(e);
        }
        return bytes.toByteArray();
    }

    public JsonWriter beginObject() {
        try {
            out.writeStartObject();
            return this;
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    public JsonWriter beginObject(String name) {
        return name(name).beginObject();
    }

    public JsonWriter endObject() {
        try {
            out.writeEndObject();
            return this;
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    public JsonWriter beginArray() {
        try {
            out.writeStartArray();
            return this;
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    public JsonWriter beginArray(String name) {
        return name(name).beginArray();
    }

    public JsonWriter endArray() {
        try {
            out.writeEndArray();
            return this;
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    /** An element of an array. */
    public JsonWriter text(String value) {
        try {
            out.writeString(value);
            return this;
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    /** An element of an array. */
    public JsonWriter number(long value) {
        try {
            out.writeNumber(value);
            return this;
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    public JsonWriter text(String name, String value) {
        return value == null ? this : name(name).text(value);
    }

    public JsonWriter word(String name, SpecWord value) {
        return value == null ? this : text(name, value.word());
    }

    public JsonWriter number(String name, long value) {
        return name(name).number(value);
    }

    /** A number that a long does not hold, such as an unsigned one, by the digits that are to stand in the document. */
    public JsonWriter digits(String digits) {
        try {
            out.writeNumber(digits);
            return this;
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    public JsonWriter digits(String name, String digits) {
        return name(name).digits(digits);
    }

    public JsonWriter bool(String name, Boolean value) {
        if (value == null) {
            return this;
        }
        name(name);
        try {
            out.writeBoolean(value);
            return this;
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    public JsonWriter nothing(String name) {
        name(name);
        try {
            out.writeNull();
            return this;
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    /** An array of strings. */
    public JsonWriter texts(String name, List<String> values) {
        if (values == null) {
            return this;
        }
        beginArray(name);
        for (String value : values) {
            text(value);
        }
        return endArray();
    }

    /** An object of strings. */
    public JsonWriter textMap(String name, Map<String, String> values) {
        if (values == null) {
            return this;
        }
        beginObject(name);
        for (Map.Entry<String, String> entry : values.entrySet()) {
            text(entry.getKey(), entry.getValue());
        }
        return endObject();
    }

    /** The name of a property whose value is written next. */
    public JsonWriter name(String name) {
        try {
            out.writeFieldName(name);
            return this;
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    private static UncheckedIOException inMemory(IOException e) {
        return new UncheckedIOException("writing JSON to memory", e);
    }
}
