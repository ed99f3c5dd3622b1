package carafe.monitor.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.kernel.RawText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the monitor starts itself again and the runtime with. */
class EnvironmentTest {
    @Test
    void wordsThatAreNotUtf8ComeOutAsTheyWere() {
        byte[] raw = "HOME=/h\u00e4\0--bundle\0/b\u00e4\0".getBytes(StandardCharsets.ISO_8859_1);
        List<String> words = Environment.nulSeparated(raw);
        assertEquals("--bundle", words.get(1));
        assertArrayEquals(raw, RawText.bytes(String.join("\0", words) + "\0"));
        assertArrayEquals("/h\u00e4".getBytes(StandardCharsets.ISO_8859_1),
                RawText.bytes(Environment.of(words).get("HOME")));
    }
}
