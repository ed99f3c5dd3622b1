package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Proc;
import carafe.fixtures.RuntimeUnderTest;
import carafe.spec.Capability;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code /process/capabilities}, name by name. */
class CapabilitiesIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @ParameterizedTest
    @EnumSource
    void aCapabilityIsGrantedByItsName(Capability capability) {
        long mask = Capability.mask(List.of(capability));
        assumeTrue((own("CapBnd") & mask) != 0, () -> "needs " + capability + " in the caller's bounding set");
        Bundle bundle = runtime.bundle();
        for (String set : new String[] {"bounding", "permitted", "effective", "inheritable", "ambient"}) {
            bundle.setJson("/process/capabilities/" + set, "[\"" + capability + "\"]");
        }
        JsonNode sets = runtime.inspect(bundle).path("capabilities");
        for (String set : new String[] {"bounding", "permitted", "effective", "inheritable", "ambient"}) {
            assertEquals(mask, Long.parseUnsignedLong(sets.path(set).asText(), 16), set);
        }
    }

    private static long own(String field) {
        return Long.parseUnsignedLong(Proc.status((int) ProcessHandle.current().pid(), field), 16);
    }
}
