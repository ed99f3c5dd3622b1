package carafe.monitor.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.monitor.option.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/contract-monitor.md has every option that is conmon's; its tests exist, as another test checks. */
class MonitorContractTest {
    @Test
    void everyOptionOfConmonHasARow() throws IOException {
        String page = Files.readString(GeneratedFiles.DOCS.resolve("contract-monitor.md"));
        // Carafe's own come after conmon's
        List<String> missing = Arrays.stream(Option.values()).filter(option -> option.compareTo(Option.ATTACH_SLOW) < 0)
                .map(option -> "`--" + option.label() + "`").filter(label -> !page.contains(label)).toList();
        assertEquals(List.of(), missing);
    }
}
