package carafe.spec.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonEditTest {
    private static String edited(JsonEdit edit, String json) {
        return new String(edit.apply(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @Test
    void aValueIsReplacedWhateverItWas() {
        JsonEdit edit = new JsonEdit().set("/root/path", "\"/abs\"");
        assertEquals("{\"root\":{\"path\":\"/abs\",\"readonly\":true},\"n\":1.5}",
                edited(edit, "{\"root\": {\"readonly\": true, \"path\": \"rel\"}, \"n\": 1.5}"));
        assertEquals("{\"root\":{\"path\":\"/abs\"}}", edited(edit, "{\"root\": {\"path\": {\"a\": [1, {}]}}}"));
    }

    @Test
    void aValueThatIsNotThereIsAdded() {
        assertEquals("{\"linux\":{\"seccomp\":{\"x\":1},\"a\":[]}}",
                edited(new JsonEdit().set("/linux/seccomp", "{\"x\":1}"), "{\"linux\": {\"a\": []}}"));
    }

    @Test
    void objectsInArraysAreFoundByTheirIndex() {
        assertEquals("{\"mounts\":[{\"source\":\"a\"},{\"source\":\"/b\"}]}",
                edited(new JsonEdit().set("/mounts/1/source", "\"/b\""),
                        "{\"mounts\": [{\"source\": \"a\"}, {\"source\": \"b\"}]}"));
    }

    @Test
    void whatIsNotNamedStaysAsItIs() {
        String json = "{\"a\":[1,-2500,null,true,\"\\n\"],\"b\":{}}";
        assertEquals(json, edited(new JsonEdit(), json));
    }
}
