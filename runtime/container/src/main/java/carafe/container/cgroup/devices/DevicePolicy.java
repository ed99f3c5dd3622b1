package carafe.container.cgroup.devices;

import carafe.container.CgroupFailed;
import carafe.spec.resources.DeviceRule;
import carafe.spec.resources.DeviceRuleType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a list of rules amounts to: a default and the exceptions to it, as the version 1 controller keeps them
 * (security/device_cgroup.c). Version 2 gets the same meaning, so that a config behaves alike on both.
 */
public final class DevicePolicy {
    private static final String AT = "/linux/resources/devices/";

    private boolean allowsByDefault;
    private final Map<DeviceRange, Integer> exceptions = new LinkedHashMap<>();

    /** Nothing is allowed yet. */
    DevicePolicy() {
    }

    /**
     * The policy of a container: the rules, then what every container may do.
     *
     * <p>Those are: making any node, using null, zero, full, random, urandom, tty, ptmx and pseudo terminals, and
     * tun, which no rule asks for but VPN software has come to expect of every runtime.
     */
    public static DevicePolicy ofContainer(List<DeviceRule> rules) {
        DevicePolicy policy = new DevicePolicy();
        for (int i = 0; i < rules.size(); i++) {
            policy.apply(rules.get(i), AT + i);
        }
        policy.allowDefaults();
        return policy;
    }

    private void allowDefaults() {
        String pointer = "/linux/resources/devices";
        change(true, new DeviceRange(false, DeviceRange.ANY, DeviceRange.ANY), DeviceAccess.MKNOD, pointer);
        change(true, new DeviceRange(true, DeviceRange.ANY, DeviceRange.ANY), DeviceAccess.MKNOD, pointer);
        long[][] characterDevices = {
            {1, 3}, {1, 5}, {1, 7}, {1, 8}, {1, 9}, {5, 0}, {5, 2}, {136, DeviceRange.ANY}, {10, 200}
        };
        for (long[] device : characterDevices) {
            change(true, new DeviceRange(false, device[0], device[1]), DeviceAccess.ALL, pointer);
        }
    }

    private void apply(DeviceRule rule, String pointer) {
        int access = DeviceAccess.parse(rule.access(), pointer + "/access");
        if (rule.type() == DeviceRuleType.ALL) {
            reset(rule.allow());
            return;
        }
        DeviceRange range = new DeviceRange(rule.type() == DeviceRuleType.BLOCK,
                number(rule.major(), pointer + "/major"), number(rule.minor(), pointer + "/minor"));
        change(rule.allow(), range, access, pointer);
    }

    /** A rule for all devices forgets all rules before it. */
    void reset(boolean allow) {
        allowsByDefault = allow;
        exceptions.clear();
    }

    void change(boolean allow, DeviceRange range, int access, String pointer) {
        if (allow != allowsByDefault) {
            exceptions.merge(range, access, (old, added) -> old | added);
        } else {
            refuseHoles(range, access, pointer);
            exceptions.computeIfPresent(range, (same, old) -> (old & ~access) == 0 ? null : old & ~access);
        }
    }

    /**
     * Version 1 silently ignores the removal of part of a wildcard, and a deny rule that has no effect is worse than
     * an error.
     */
    private void refuseHoles(DeviceRange range, int access, String pointer) {
        DeviceRange[] wider = {
            new DeviceRange(range.block(), DeviceRange.ANY, range.minor()),
            new DeviceRange(range.block(), range.major(), DeviceRange.ANY),
            new DeviceRange(range.block(), DeviceRange.ANY, DeviceRange.ANY)
        };
        for (DeviceRange wildcard : wider) {
            if (!wildcard.equals(range) && (exceptions.getOrDefault(wildcard, 0) & access) != 0) {
                throw CgroupFailed.invalid(pointer, "the device rule \"" + range + " " + DeviceAccess.letters(access)
                        + "\" cannot take a part out of the earlier rule \"" + wildcard + "\"");
            }
        }
    }

    /** Negative numbers mean all, as does their absence. */
    private static long number(Long value, String pointer) {
        if (value == null || value < 0) {
            return DeviceRange.ANY;
        }
        if (value > 0xffffffffL) {
            throw CgroupFailed.invalid(pointer, "device number " + value + " does not fit into 32 bits");
        }
        return value;
    }

    /**
     * @param major negative for all, as is {@code minor}
     * @param access letters out of "rwm"
     */
    public record Allowed(boolean block, long major, long minor, String access) {
    }

    /** Whether there is nothing that is denied. */
    public boolean allowsAll() {
        return allowsByDefault && exceptions.isEmpty();
    }

    /** What is allowed by name; nothing if the policy denies by name. */
    public List<Allowed> allowed() {
        List<Allowed> allowed = new ArrayList<>();
        if (!allowsByDefault) {
            exceptions.forEach((range, access) -> allowed.add(new Allowed(range.block(), range.major(), range.minor(),
                    DeviceAccess.letters(access))));
        }
        return allowed;
    }

    boolean allowsByDefault() {
        return allowsByDefault;
    }

    /** Access by range that is denied if the default allows, and allowed if it denies. */
    Map<DeviceRange, Integer> exceptions() {
        return exceptions;
    }
}
