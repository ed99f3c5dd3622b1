package carafe.spec.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Turns documents from YAML into JSON and back, so that everything else only ever sees JSON.
 *
 * <p>This class alone needs the YAML library; a bundle with config.json never loads it.
 */
public final class YamlForm {
    /** Writes and reads YAML as all of Carafe does. */
    public static final YAMLFactory FACTORY = YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            // A string such as "0755" or "0x1" must stay a string when it is read again.
            .stringQuotingChecker(new NumbersQuoted())
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    /** Quotes whatever begins as one of YAML's many forms of numbers and dates does. */
    private static final class NumbersQuoted extends StringQuotingChecker.Default {
        private static final long serialVersionUID = 1;

        @Override
        public boolean needToQuoteValue(String value) {
            return super.needToQuoteValue(value) || !value.isEmpty() && "+-.0123456789".indexOf(value.charAt(0)) >= 0;
        }
    }

    private YamlForm() {
    }

    /**
     * The same document as JSON.
     *
     * @param file how messages name the document
     * @throws SpecException if it is not YAML, holds more than one document, or uses aliases
     */
    public static byte[] toJson(String file, byte[] yaml) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (YAMLParser in = FACTORY.createParser(yaml);
                JsonGenerator out = JsonReader.FACTORY.createGenerator(json)) {
            copyDocument(file, in, out);
        } catch (JsonProcessingException e) {
            throw malformed(file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("converting bytes in memory", e);
        }
        return json.toByteArray();
    }

    /** The same JSON document as YAML. */
    public static byte[] fromJson(byte[] json) {
        ByteArrayOutputStream yaml = new ByteArrayOutputStream();
        try (JsonParser in = JsonReader.FACTORY.createParser(json);
                JsonGenerator out = FACTORY.createGenerator(yaml)) {
            while (in.nextToken() != null) {
                out.copyCurrentEvent(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("converting bytes in memory", e);
        }
        return yaml.toByteArray();
    }

    private static void copyDocument(String file, YAMLParser in, JsonGenerator out) throws IOException {
        int depth = 0;
        boolean complete = false;
        for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
            if (complete) {
                throw refused(file, in, "a second document", "one document");
            }
            if (in.isCurrentAlias()) {
                // The parser would hand out the alias's name as if it were a string.
                throw refused(file, in, "an alias", "YAML without aliases");
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            complete = depth == 0;
            out.copyCurrentEvent(in);
        }
    }

    private static SpecException refused(String file, JsonParser in, String what, String expected) {
        return new SpecException(file, Finding.error("", what + at(in.currentTokenLocation()), expected));
    }

    private static SpecException malformed(String file, JsonProcessingException e) {
        String problem = e.getOriginalMessage();
        int end = problem.indexOf('\n');
        return new SpecException(file, Finding.error("",
                "malformed YAML" + at(e.getLocation()) + " (" + (end < 0 ? problem : problem.substring(0, end)) + ")",
                "valid YAML"));
    }

    private static String at(JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
