package carafe.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No record forgets to read one of its components: a config with every property leaves none of them unset. */
class FullConfigTest {
    private final List<String> unset = new ArrayList<>();

    @Test
    void everyComponentIsRead() throws Exception {
        visit(ConfigReader.readConfig("full-config.json", fullConfig()), "");
        assertEquals(List.of(), unset);
    }

    @Test
    void unsignedNumbersAreNotCutOff() throws IOException {
        Linux linux = ConfigReader.readConfig("full-config.json", fullConfig()).linux();
        assertEquals("9223372036854775808",
                Long.toUnsignedString(linux.resources().hugepageLimits().getFirst().limit()));
        assertEquals("18446744073709551615",
                Long.toUnsignedString(linux.seccomp().syscalls().getFirst().args().getFirst().value()));
    }

    private void visit(Object value, String path) throws ReflectiveOperationException {
        if (value instanceof Record) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                visit(component.getAccessor().invoke(value), path + "/" + component.getName());
            }
        } else if (value instanceof Map<?, ?> map) {
            visit(map.values(), path);
        } else if (value instanceof Collection<?> elements && !elements.isEmpty()) {
            for (Object element : elements) {
                visit(element, path + "/0");
            }
        } else if (value == null || value instanceof Collection<?> || value.equals(Boolean.FALSE)
                || value instanceof Number number && number.longValue() == 0) {
            unset.add(path);
        }
    }

    private static byte[] fullConfig() throws IOException {
        try (InputStream in = FullConfigTest.class.getResourceAsStream("full-config.json")) {
            return in.readAllBytes();
        }
    }
}
