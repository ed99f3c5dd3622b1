package carafe.spec.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads one JSON document, strictly: no value is coerced into another type.
 *
 * <p>A record reads itself like this; a property whose value is {@code null} counts as absent and never shows up:
 * <pre>
 * static Root read(JsonReader in) {
 *     String path = null;
 *     boolean readonly = false;
 *     while (in.nextProperty()) {
 *         switch (in.property()) {
 *             case "path" -&gt; path = in.readText();
 *             case "readonly" -&gt; readonly = in.readBoolean();
 *             default -&gt; in.skip();
 *         }
 *     }
 *     return new Root(in.required("path", path), readonly);
 * }
 * </pre>
 * A value of the wrong type is reported to the {@link Findings} and read as absent.
 */
public final class JsonReader {
    /** Without a recycler pool: a process reads one or two documents, a pool would only cost set-up. */
    static final JsonFactory FACTORY =
            JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build();
    private static final long UINT32_MAX = 0xFFFF_FFFFL;
    /**
     * Values and names of properties of one document. More would take a heap that grows with what a stranger writes; more
     * arguments than that execve(2) takes under no usual limit of the stack either (a quarter of 8 MiB).
     */
    private static final int MOST = 250_000;

    private final JsonParser parser;
    private final Findings findings;
    private String property;
    private int count;

    private JsonReader(JsonParser parser, Findings findings) {
        this.parser = parser;
        this.findings = findings;
    }

    /**
     * Reads a whole document.
     *
     * @return what {@code root} made of it; null if it is not an object and the findings are collected
     * @throws SpecException if it is not JSON, or at the first error if the findings stop there
     */
    public static <T> T readDocument(byte[] json, Findings findings, RecordReader<T> root) {
        return readWhole(json, findings, in -> in.readRecord(root));
    }

    /** The same for a document that is an array of objects; empty if it is none and the findings are collected. */
    public static <T> List<T> readArrayDocument(byte[] json, Findings findings, RecordReader<T> element) {
        return readWhole(json, findings, in -> in.readRecords(element));
    }

    private static <T> T readWhole(byte[] json, Findings findings, RecordReader<T> root) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            JsonReader in = new JsonReader(parser, findings);
            if (in.advance() == null) {
                throw new SpecException(findings.file(), Finding.error("", "an empty file", "a JSON document"));
            }
            T value = root.read(in);
            if (in.advance() != null) {
                in.reject("the end of the document");
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException("parsing bytes in memory", e);
        }
    }

    /** Reads a document that is an array of strings. */
    public static List<String> readTexts(byte[] json, Findings findings) {
        return readWhole(json, findings, JsonReader::readTexts);
    }

    /** Names the pointer of every value of a document, in order. */
    public static void forEachValue(byte[] json, Findings findings, Consumer<String> visitor) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            JsonReader in = new JsonReader(parser, findings);
            for (JsonToken token = in.advance(); token != null; token = in.advance()) {
                if (token != JsonToken.FIELD_NAME && !token.isStructEnd()) {
                    visitor.accept(in.pointer());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("parsing bytes in memory", e);
        }
    }

    /** Moves to the next property of the current object whose value is not null; false at the end of the object. */
    public boolean nextProperty() {
        while (advance() == JsonToken.FIELD_NAME) {
            String name = currentName();
            if (advance() != JsonToken.VALUE_NULL) {
                property = name;
                return true;
            }
        }
        return false;
    }

    /** The name of the property that {@link #nextProperty} found. */
    public String property() {
        return property;
    }

    /** Passes over the value of a property that is not known here. */
    public void skip() {
        try {
            parser.skipChildren();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    public <T> T readRecord(RecordReader<T> reader) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return reader.read(this);
        }
        reject("an object");
        return null;
    }

    /** The elements of an array that are objects, in order. */
    public <T> List<T> readRecords(RecordReader<T> reader) {
        return readList(() -> readRecord(reader));
    }

    /** The properties of an object whose values are objects, in the order of the document. */
    public <T> Map<String, T> readRecordMap(RecordReader<T> reader) {
        return readMap(() -> readRecord(reader));
    }

    /** A string; an empty one counts as absent, as in the Go types that most configs are written from. */
    public String readText() {
        String text = readString();
        return text == null || text.isEmpty() ? null : text;
    }

    /** The strings of an array; empty strings are kept. */
    public List<String> readTexts() {
        return readList(this::readString);
    }

    /** An object of strings in the order of the document; empty strings are kept. */
    public Map<String, String> readTextMap() {
        return readMap(this::readString);
    }

    /** A word of the specification; any other string is an error, an empty one counts as absent. */
    public <E extends SpecWord> E readWord(Vocabulary<E> vocabulary) {
        String word = readText();
        if (word == null) {
            return null;
        }
        E constant = vocabulary.find(word);
        if (constant == null) {
            reject(vocabulary.expectation());
        }
        return constant;
    }

    public <E extends SpecWord> List<E> readWords(Vocabulary<E> vocabulary) {
        return readList(() -> readWord(vocabulary));
    }

    /** Like {@link #readWords}, but an unknown word is only worth a warning and is left out. */
    public <E extends SpecWord> List<E> readKnownWords(Vocabulary<E> vocabulary, String expectation) {
        return readList(() -> {
            String word = readString();
            E constant = vocabulary.find(word);
            if (constant == null && word != null) {
                findings.add(Finding.warning(pointer(), shownValue(), expectation));
            }
            return constant;
        });
    }

    /** True or false; false after reporting anything else. */
    public boolean readBoolean() {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> {
                reject("true or false");
                yield false;
            }
        };
    }

    /** A whole number within the bounds, or null after reporting anything else. */
    public Integer readInteger(int min, int max) {
        Long value = readLong(min, max);
        return value == null ? null : Integer.valueOf(value.intValue());
    }

    public Integer readUint16() {
        return readInteger(0, 0xFFFF);
    }

    /** A whole number from 0 to 4294967295. */
    public Long readUint32() {
        return readLong(0, UINT32_MAX);
    }

    public List<Long> readUint32s() {
        return readList(this::readUint32);
    }

    public Long readInt64() {
        return readLong(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** A whole number from 0 to 18446744073709551615, as the bits of a long that is to be read as unsigned. */
    public Long readUint64() {
        try {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                return Long.parseUnsignedLong(parser.getText());
            }
        } catch (NumberFormatException e) {
            // negative or too large: reported below
        } catch (IOException e) {
            throw malformed(e);
        }
        reject("an integer from 0 to 18446744073709551615");
        return null;
    }

    /** Reports a property of the object just read that is missing; returns {@code value}. */
    public <T> T required(String name, T value) {
        return required(name, value, "a value, since it is required");
    }

    public <T> T required(String name, T value, String expected) {
        if (value == null && !rejected(name)) {
            findings.add(Finding.error(pointer() + "/" + name, Finding.NOTHING, expected));
        }
        return value;
    }

    /** Whether a property of the object just read was there but could not be used. */
    public boolean rejected(String name) {
        return findings.mention(pointer() + "/" + name);
    }

    /** Like {@link #required(String, Object)} for numbers that the record keeps unboxed; a missing one reads as 0. */
    public long requiredLong(String name, Long value) {
        return required(name, value) == null ? 0 : value;
    }

    public int requiredInt(String name, Integer value) {
        return required(name, value) == null ? 0 : value;
    }

    /** Reports that the current value is not what it should be, and passes over it. */
    public void reject(String expected) {
        findings.add(Finding.error(pointer(), shownValue(), expected));
        skip();
    }

    private Long readLong(long min, long max) {
        try {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                long value = Long.parseLong(parser.getText());
                if (value >= min && value <= max) {
                    return value;
                }
            }
        } catch (NumberFormatException e) {
            // more than 64 bits: reported below
        } catch (IOException e) {
            throw malformed(e);
        }
        reject("an integer from " + min + " to " + max);
        return null;
    }

    private String readString() {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            reject("a string");
            return null;
        }
        String text = text();
        if (text.indexOf(0) >= 0) {
            // The kernel would see a shorter string than the one that was checked.
            reject("a string without a NUL character");
            return null;
        }
        return text;
    }

    /** Elements that {@code element} cannot read are left out. */
    private <T> List<T> readList(Supplier<T> element) {
        List<T> list = new ArrayList<>();
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (advance() != JsonToken.END_ARRAY) {
                T value = element.get();
                if (value != null) {
                    list.add(value);
                }
            }
        } else {
            reject("an array");
        }
        return Collections.unmodifiableList(list);
    }

    private <T> Map<String, T> readMap(Supplier<T> element) {
        Map<String, T> map = new LinkedHashMap<>();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (nextProperty()) {
                String key = property;
                T value = element.get();
                if (value != null) {
                    map.put(key, value);
                }
            }
        } else {
            reject("an object");
        }
        return Collections.unmodifiableMap(map);
    }

    private JsonToken advance() {
        try {
            JsonToken token = parser.nextToken();
            // a name costs an entry of a table, and mostly one of a map, besides
            count += token == JsonToken.FIELD_NAME ? 2 : 1;
            if (count > MOST) {
                throw new SpecException(findings.file(), Finding.error(pointer(), "more than " + MOST
                        + " values in one document", "fewer"));
            }
            return token;
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private String currentName() {
        try {
            return parser.currentName();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private String text() {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private String pointer() {
        return parser.getParsingContext().pathAsPointer().toString();
    }

    private String shownValue() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> Finding.quoted(text());
            default -> text();
        };
    }

    private SpecException malformed(IOException e) {
        String found = "malformed JSON: " + e.getMessage();
        if (e instanceof JsonProcessingException json && json.getLocation() != null) {
            found = "malformed JSON at line " + json.getLocation().getLineNr()
                    + ", column " + json.getLocation().getColumnNr()
                    + " (" + withoutSource(json.getOriginalMessage()) + ")";
        }
        return new SpecException(findings.file(), Finding.error("", found, "valid JSON"));
    }

    /** Jackson ends some messages with a description of its input, which for us is only an array. */
    private static String withoutSource(String message) {
        int source = message.indexOf(" (start marker at [Source");
        return source < 0 ? message : message.substring(0, source);
    }
}
