package carafe.container.cgroup.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.container.CgroupFailed;
import carafe.spec.resources.DeviceRule;
import carafe.spec.resources.DeviceRuleType;
import java.util.List;
import org.junit.jupiter.api.Test;

class DevicePolicyTest {
    private static final DeviceRule DENY_ALL = new DeviceRule(false, DeviceRuleType.ALL, null, null, "rwm");
    private static final DeviceRule ALLOW_ALL = new DeviceRule(true, DeviceRuleType.ALL, null, null, "rwm");

    private static DeviceRule rule(boolean allow, DeviceRuleType type, Long major, Long minor, String access) {
        return new DeviceRule(allow, type, major, minor, access);
    }

    @Test
    void withoutRulesOnlyTheDefaultDevicesAreAllowed() {
        DevicePolicy policy = DevicePolicy.ofContainer(List.of());
        assertFalse(policy.allowsByDefault());
        assertEquals("{c *:*=1, b *:*=1, c 1:3=7, c 1:5=7, c 1:7=7, c 1:8=7, c 1:9=7, c 5:0=7, c 5:2=7, c 136:*=7, "
                + "c 10:200=7}", policy.exceptions().toString());
    }

    @Test
    void laterRulesOverrideEarlierOnes() {
        DevicePolicy policy = DevicePolicy.ofContainer(List.of(
                ALLOW_ALL, DENY_ALL,
                rule(true, DeviceRuleType.BLOCK, 8L, 0L, "rw"),
                rule(true, DeviceRuleType.BLOCK, 8L, 1L, "r"),
                rule(false, DeviceRuleType.BLOCK, 8L, 0L, "w")));
        assertEquals(DeviceAccess.READ, policy.exceptions().get(new DeviceRange(true, 8, 0)));
        assertEquals(DeviceAccess.READ, policy.exceptions().get(new DeviceRange(true, 8, 1)));
    }

    @Test
    void anAllowRuleForAllMakesTheDefaultsNeedless() {
        DevicePolicy policy = DevicePolicy.ofContainer(List.of(ALLOW_ALL,
                rule(false, DeviceRuleType.CHAR, 10L, 229L, "rwm")));
        assertTrue(policy.allowsByDefault());
        assertEquals("{c 10:229=7}", policy.exceptions().toString());
    }

    @Test
    void aDenyRuleThatWouldHaveNoEffectIsRefused() {
        CgroupFailed e = assertThrows(CgroupFailed.class, () -> DevicePolicy.ofContainer(List.of(
                DENY_ALL,
                rule(true, DeviceRuleType.CHAR, 10L, null, "rw"),
                rule(false, DeviceRuleType.CHAR, 10L, 200L, "w"))));
        assertEquals("/linux/resources/devices/2", e.pointer());
        assertEquals("the device rule \"c 10:200 w\" cannot take a part out of the earlier rule \"c 10:*\"",
                e.getMessage());
    }

    @Test
    void badAccessNamesTheRule() {
        CgroupFailed e = assertThrows(CgroupFailed.class, () -> DevicePolicy.ofContainer(List.of(
                DENY_ALL, rule(true, DeviceRuleType.CHAR, 1L, 1L, "x"))));
        assertEquals("/linux/resources/devices/1/access", e.pointer());
    }

    @Test
    void theListOfTheKernelIsUnderstood() {
        assertTrue(V1Devices.parse("a *:* rwm").allowsByDefault());
        DevicePolicy policy = V1Devices.parse("c 1:3 rwm\nb *:* m\n");
        assertFalse(policy.allowsByDefault());
        assertEquals("{c 1:3=7, b *:*=1}", policy.exceptions().toString());
    }
}
