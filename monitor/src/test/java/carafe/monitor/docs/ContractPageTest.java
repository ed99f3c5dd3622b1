package carafe.monitor.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.monitor.option.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** docs/conmon.md names tests that exist, and every option that is conmon's. */
class ContractPageTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+IT)#(\\w+)`");

    private final String page;

    ContractPageTest() throws IOException {
        page = Files.readString(GeneratedFiles.DOCS.resolve("conmon.md"));
    }

    @Test
    void everyTestExists() {
        List<String> missing = TEST.matcher(page).results()
                .filter(named -> !isTest("carafe.monitor." + named.group(1), named.group(2)))
                .map(named -> named.group()).toList();
        assertEquals(List.of(), missing);
        assertTrue(TEST.matcher(page).results().count() > 50, "the tests are found in the page");
    }

    @Test
    void everyOptionOfConmonHasATest() {
        // Carafe's own come after conmon's
        List<String> missing = Arrays.stream(Option.values()).filter(option -> option.compareTo(Option.ATTACH_SLOW) < 0)
                .map(option -> "`--" + option.label() + "`").filter(label -> !page.contains(label)).toList();
        assertEquals(List.of(), missing);
    }

    private static boolean isTest(String className, String method) {
        try {
            return Arrays.stream(Class.forName(className).getDeclaredMethods())
                    .anyMatch(declared -> declared.getName().equals(method) && (declared.isAnnotationPresent(Test.class)
                            || declared.isAnnotationPresent(ParameterizedTest.class)));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
