package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Peer;
import carafe.fixtures.Requires;
import carafe.fixtures.RuntimeUnderTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /linux/personality} and {@code /linux/memoryPolicy}: what a program inherits over execve. */
class PersonalityIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    @ParameterizedTest
    @CsvSource({"LINUX, 0", "LINUX32, 8"})
    void theDomainIsTheConfigs(String domain, int number) {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 has no personality");
        Bundle bundle = runtime.bundle().set("/linux/personality/domain", domain);
        assertEquals(number, runtime.inspect(bundle).path("personality").asInt());
    }

    @Test
    void aFlagIsRefused() {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 has no personality");
        Bundle bundle = runtime.bundle().setJson("/linux/personality", """
                {"domain": "LINUX", "flags": ["ADDR_NO_RANDOMIZE"]}""");
        runtime.container(bundle).create().fails(1, "/linux/personality/flags");
        assertEquals(List.of(), runtime.leftovers());
    }

    /** The kernel turns a preferred node set that is empty into its local policy. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MPOL_DEFAULT             |   |                       | 0     | 0
            MPOL_PREFERRED           | 0 |                       | 1     | 1
            MPOL_BIND                | 0 |                       | 2     | 1
            MPOL_INTERLEAVE          | 0 |                       | 3     | 1
            MPOL_LOCAL               |   |                       | 4     | 0
            MPOL_PREFERRED_MANY      | 0 |                       | 5     | 1
            MPOL_WEIGHTED_INTERLEAVE | 0 |                       | 6     | 1
            MPOL_BIND                | 0 | MPOL_F_STATIC_NODES   | 32770 | 1
            MPOL_BIND                | 0 | MPOL_F_RELATIVE_NODES | 16386 | 1
            MPOL_BIND                | 0 | MPOL_F_NUMA_BALANCING | 8194  | 1
            """)
    void theMemoryPolicyIsTheConfigs(String mode, String nodes, String flag, int number, int mask) {
        runtime.peer().skipIf(Peer.RUNC, "1.1.5 has no memory policy");
        if (mode.equals("MPOL_WEIGHTED_INTERLEAVE")) {
            Requires.kernel(6, 9);
        }
        Bundle bundle = runtime.bundle().set("/linux/memoryPolicy/mode", mode);
        if (nodes != null) {
            bundle.set("/linux/memoryPolicy/nodes", nodes);
        }
        if (flag != null) {
            bundle.setJson("/linux/memoryPolicy/flags", "[\"" + flag + "\"]");
        }
        JsonNode report = runtime.inspect(bundle);
        assertEquals(number, report.path("memoryPolicyMode").asInt());
        assertEquals(mask, report.path("memoryPolicyNodes").asInt());
    }
}
