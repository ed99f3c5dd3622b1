package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import carafe.fixtures.Caller;
import carafe.fixtures.RuntimeUnderTest;
import carafe.spec.RlimitType;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code /process/rlimits}, type by type. */
class RlimitsIT {
    /** In bytes, seconds or a count, whatever the type: more than a small program needs. */
    private static final long PLENTY = 1L << 40;

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @ParameterizedTest
    @EnumSource
    void aLimitIsSetByItsType(RlimitType type) {
        long callers = Long.parseUnsignedLong(limits(type, "").path(1).asText());
        assumeTrue(callers != 0, () -> "needs a caller whose hard " + type + " is above 0");
        long hard = callers < 0 ? PLENTY : callers - 1;
        assertEquals("[" + (hard - 1) + "," + hard + "]", limits(type, """
                {"type": "%s", "soft": %d, "hard": %d}""".formatted(type, hard - 1, hard)).toString());
    }

    private JsonNode limits(RlimitType type, String rlimits) {
        return runtime.inspect(runtime.bundle().setJson("/process/rlimits", "[" + rlimits + "]"))
                .path("rlimits").path(type.word());
    }
}
