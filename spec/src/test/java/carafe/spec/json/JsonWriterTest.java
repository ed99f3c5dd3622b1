package carafe.spec.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    private static byte[] written(String... texts) {
        JsonWriter out = JsonWriter.compact().beginArray();
        for (String text : texts) {
            out.text(text);
        }
        return out.endArray().toBytes();
    }

    @Test
    void bytesOfAPathThatAreNoTextComeBack() {
        byte[] json = written("/h\udce4user/ä😀", "plain ä😀");
        assertEquals("[\"/h\\uDCE4user/ä\\uD83D\\uDE00\",\"plain ä\\uD83D\\uDE00\"]",
                new String(json, StandardCharsets.UTF_8));
        assertEquals(List.of("/h\udce4user/ä😀", "plain ä😀"),
                JsonReader.readTexts(json, Findings.stoppingAtFirstError("test")));
    }
}
