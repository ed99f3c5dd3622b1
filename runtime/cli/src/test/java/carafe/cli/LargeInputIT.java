package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Configurations of a size that a person would not write, but a program may. */
class LargeInputIT {
    private static final int MEGABYTE = 1_000_000;

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @Test
    void anAnnotationOfMegabytesIsKeptAndReachesTheHooks() throws IOException {
        Path seen = runtime.directory().resolve("seen");
        Bundle bundle = runtime.bundle().set("/annotations", Map.of("large", "x".repeat(3 * MEGABYTE)))
                .set("/hooks/createRuntime", List.of(Map.of("path", "/bin/sh",
                        "args", List.of("sh", "-c", "cat > " + seen))));
        Container container = runtime.container(bundle);
        container.create().succeeds();
        JsonNode given = new ObjectMapper().readTree(Files.readAllBytes(seen));
        assertEquals(3 * MEGABYTE, given.at("/annotations/large").asText().length());
        assertEquals(3 * MEGABYTE, container.state().at("/annotations/large").asText().length());
        container.delete("--force").succeeds();
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void anEnvironmentThatTheKernelTakesReachesTheProgram() {
        String size = runtime.run(runtime.bundle().set("/process/env", environment(15)).script("env | wc -c"))
                .succeeds().stdout().strip();
        assertTrue(Integer.parseInt(size) > 15 * MEGABYTE / 10, size);
    }

    @Test
    void anEnvironmentThatItDoesNotTakeIsRefusedHoweverLongItIs() {
        for (int count : new int[] {50, 90}) {
            Container container = runtime.container(runtime.bundle().set("/process/env", environment(count)));
            container.run().fails(1, "argument list too long");
        }
        assertEquals(List.of(), runtime.leftovers());
    }

    /** So many variables of 100 kB each, and PATH. */
    private static List<String> environment(int count) {
        List<String> all = new ArrayList<>(List.of("PATH=/bin"));
        for (int i = 0; i < count; i++) {
            all.add("V" + i + "=" + "y".repeat(MEGABYTE / 10));
        }
        return all;
    }

    @Test
    void aConfigOfMoreThanTenMebibytesIsRefusedByName() {
        runtime.peer().onlyCarafe("runc and crun take what fits into the memory");
        Bundle bundle = runtime.bundle().set("/annotations", Map.of("large", "x".repeat(11 << 20)));
        Container container = runtime.container(bundle);
        container.run().fails(1, bundle.configFile() + ": file too large (EFBIG)");
        assertEquals(List.of(), runtime.leftovers());
    }
}
