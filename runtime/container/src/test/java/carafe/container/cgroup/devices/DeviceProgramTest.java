package carafe.container.cgroup.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.spec.resources.DeviceRule;
import carafe.spec.resources.DeviceRuleType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeviceProgramTest {
    private static final int BLOCK = 1;
    private static final int CHAR = 2;

    /** Runs a program as the kernel would: the few operations it is made of, on a context of three words. */
    private static boolean run(Instructions program, int type, int access, long major, long minor) {
        ByteBuffer code = ByteBuffer.wrap(program.toBytes()).order(ByteOrder.LITTLE_ENDIAN);
        long[] context = {type | (long) access << 16, major, minor};
        long[] r = new long[11];
        for (int at = 0;; at++) {
            long word = code.getLong(at * 8);
            int operation = (int) (word & 0xff);
            int to = (int) (word >> 8 & 0xf);
            int from = (int) (word >> 12 & 0xf);
            int offset = (short) (word >> 16);
            long constant = word >> 32;
            switch (operation) {
                case 0x61 -> r[to] = context[offset / 4];
                case 0xb7 -> r[to] = constant;
                case 0xbc -> r[to] = r[from] & 0xffffffffL;
                case 0x54 -> r[to] &= constant;
                case 0x74 -> r[to] >>>= constant;
                case 0x15 -> at += r[to] == constant ? offset : 0;
                case 0x55 -> at += r[to] != constant ? offset : 0;
                case 0x5d -> at += r[to] != r[from] ? offset : 0;
                case 0x95 -> {
                    return r[0] == 1;
                }
                default -> throw new AssertionError("operation " + operation);
            }
        }
    }

    /** What the version 1 controller answers (security/device_cgroup.c). */
    private static boolean asVersion1(DevicePolicy policy, int type, int access, long major, long minor) {
        for (Map.Entry<DeviceRange, Integer> exception : policy.exceptions().entrySet()) {
            DeviceRange range = exception.getKey();
            boolean matches = range.block() == (type == BLOCK)
                    && (range.major() == DeviceRange.ANY || range.major() == major)
                    && (range.minor() == DeviceRange.ANY || range.minor() == minor);
            int listed = exception.getValue();
            if (matches && (policy.allowsByDefault() ? (access & listed) != 0 : (access & ~listed) == 0)) {
                return !policy.allowsByDefault();
            }
        }
        return policy.allowsByDefault();
    }

    @Test
    void theDefaultDevicesAndNothingElseCanBeUsed() {
        Instructions program = DeviceProgram.of(DevicePolicy.ofContainer(List.of()));
        assertTrue(run(program, CHAR, DeviceAccess.READ | DeviceAccess.WRITE, 1, 3));
        assertTrue(run(program, CHAR, DeviceAccess.READ, 136, 77));
        assertTrue(run(program, BLOCK, DeviceAccess.MKNOD, 8, 0));
        assertFalse(run(program, BLOCK, DeviceAccess.READ, 8, 0));
        assertFalse(run(program, CHAR, DeviceAccess.READ, 1, 1), "/dev/mem");
        assertFalse(run(program, BLOCK, DeviceAccess.READ, 1, 3), "same numbers, other type");
    }

    @Test
    void denyingPartOfAnAccessDeniesTheWhole() {
        Instructions program = DeviceProgram.of(DevicePolicy.ofContainer(List.of(
                new DeviceRule(true, DeviceRuleType.ALL, null, null, "rwm"),
                new DeviceRule(false, DeviceRuleType.BLOCK, 8L, null, "w"))));
        assertTrue(run(program, BLOCK, DeviceAccess.READ, 8, 1));
        assertFalse(run(program, BLOCK, DeviceAccess.WRITE, 8, 1));
        assertFalse(run(program, BLOCK, DeviceAccess.READ | DeviceAccess.WRITE, 8, 1));
        assertTrue(run(program, BLOCK, DeviceAccess.WRITE, 9, 1));
    }

    @Test
    void everyPolicyMeansTheSameInBothVersions() {
        Random random = new Random(42);
        for (int round = 0; round < 2000; round++) {
            DevicePolicy policy = new DevicePolicy();
            policy.reset(random.nextBoolean());
            for (int i = random.nextInt(8); i > 0; i--) {
                policy.change(!policy.allowsByDefault(), new DeviceRange(random.nextBoolean(),
                        random.nextInt(4) - 1, random.nextInt(4) - 1), 1 + random.nextInt(7), "");
            }
            Instructions program = DeviceProgram.of(policy);
            for (int type = BLOCK; type <= CHAR; type++) {
                for (int access = 1; access <= DeviceAccess.ALL; access++) {
                    for (int number = 0; number < 16; number++) {
                        assertEquals(asVersion1(policy, type, access, number / 4, number % 4),
                                run(program, type, access, number / 4, number % 4),
                                policy.allowsByDefault() + " " + policy.exceptions());
                    }
                }
            }
        }
    }
}
