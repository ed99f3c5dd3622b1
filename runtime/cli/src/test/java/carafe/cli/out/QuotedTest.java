package carafe.cli.out;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuotedTest {
    @Test
    void jsonEscapesWhatRfc8259Demands() {
        assertEquals("\"a\\\"b\\\\c\\n\\t\\r\\u0000\\u001f\\u007f\"", Quoted.json("a\"b\\c\n\t\r\0\u001f\u007f"));
    }

    @Test
    void goEscapesAsItsStringLiterals() {
        assertEquals("\"a\\\"b\\\\c\\n\\t\\r\\x00\\x1f\"", Quoted.go("a\"b\\c\n\t\r\0\u001f"));
    }

    @Test
    void otherTextStaysReadable() {
        assertEquals("\"<&> caf\u00e9 \ud83d\ude00\"", Quoted.json("<&> caf\u00e9 \ud83d\ude00"));
        assertEquals("\"<&> caf\u00e9 \ud83d\ude00\"", Quoted.go("<&> caf\u00e9 \ud83d\ude00"));
    }

    @Test
    void halfOfAPairCannotBreakTheEncoding() {
        assertEquals("\"\\ud83d\"", Quoted.json("\ud83d"));
        assertEquals("\"\\ufffd\"", Quoted.go("\ude00"));
    }
}
