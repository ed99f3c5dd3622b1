package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Container;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Processes got inheritable capabilities nobody asked for; files with inheritable capabilities turn them into more. */
class Cve2022_27650IT {
    private static final String NONE = "0000000000000000";
    private static final String CAP_KILL = "0000000000000020";

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private JsonNode setsOfExec(Bundle bundle, Object... flags) {
        Container container = runtime.container(bundle.args("sleep", "1000")).createAndStart();
        return runtime.command("exec").with(flags).with(container.id(), "inspect").run().succeeds().json()
                .path("capabilities");
    }

    @Test
    void theFirstProcessHasNoInheritableCapabilities() {
        JsonNode sets = runtime.inspect(runtime.bundle()).path("capabilities");
        assertEquals(NONE, sets.path("inheritable").asText());
        assertEquals(NONE, sets.path("ambient").asText());
    }

    @Test
    void execHasNone() {
        JsonNode sets = setsOfExec(runtime.bundle());
        assertEquals(NONE, sets.path("inheritable").asText());
        assertEquals(NONE, sets.path("ambient").asText());
        assertEquals("0000000020000420", sets.path("bounding").asText());
    }

    @Test
    void execWithACapabilityHasNone() {
        JsonNode sets = setsOfExec(runtime.bundle().capabilities(), "--cap", "CAP_KILL");
        assertEquals(NONE, sets.path("inheritable").asText());
        assertEquals(NONE, sets.path("ambient").asText());
        assertEquals(CAP_KILL, sets.path("permitted").asText());
    }

    @Test
    void execOfAPlainUserHasNone() {
        JsonNode sets = setsOfExec(runtime.bundle(), "--user", "1000");
        for (String set : new String[] {"inheritable", "ambient", "permitted", "effective"}) {
            assertEquals(NONE, sets.path(set).asText(), set);
        }
    }

    @Test
    void inheritableCapabilitiesOfTheConfigAreKept() {
        Bundle bundle = runtime.bundle().setJson("/process/capabilities/inheritable", "[\"CAP_KILL\"]");
        assertEquals(CAP_KILL, setsOfExec(bundle).path("inheritable").asText());
    }
}
