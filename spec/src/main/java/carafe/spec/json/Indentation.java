package carafe.spec.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import java.io.IOException;

/** Lays JSON out as Go's MarshalIndent does, so that our documents look like those of the other runtimes. */
final class Indentation implements PrettyPrinter {
    private final String unit;
    private int depth;

    /** @param unit what one level is indented by */
    Indentation(String unit) {
        this.unit = unit;
    }

    @Override
    public void writeRootValueSeparator(JsonGenerator out) throws IOException {
        out.writeRaw('\n');
    }

    @Override
    public void writeStartObject(JsonGenerator out) throws IOException {
        out.writeRaw('{');
        depth++;
    }

    @Override
    public void beforeObjectEntries(JsonGenerator out) throws IOException {
        newLine(out);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator out) throws IOException {
        out.writeRaw(": ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator out) throws IOException {
        out.writeRaw(',');
        newLine(out);
    }

    @Override
    public void writeEndObject(JsonGenerator out, int entries) throws IOException {
        depth--;
        if (entries > 0) {
            newLine(out);
        }
        out.writeRaw('}');
    }

    @Override
    public void writeStartArray(JsonGenerator out) throws IOException {
        out.writeRaw('[');
        depth++;
    }

    @Override
    public void beforeArrayValues(JsonGenerator out) throws IOException {
        newLine(out);
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator out) throws IOException {
        out.writeRaw(',');
        newLine(out);
    }

    @Override
    public void writeEndArray(JsonGenerator out, int values) throws IOException {
        depth--;
        if (values > 0) {
            newLine(out);
        }
        out.writeRaw(']');
    }

    private void newLine(JsonGenerator out) throws IOException {
        out.writeRaw('\n');
        for (int i = 0; i < depth; i++) {
            out.writeRaw(unit);
        }
    }
}
