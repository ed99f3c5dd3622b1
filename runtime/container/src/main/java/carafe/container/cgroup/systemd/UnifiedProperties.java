package carafe.container.cgroup.systemd;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.dbus.DbusValue;
import java.util.List;
import java.util.Map;

/**
 * Version 2 files of {@code linux.resources.unified} as properties, as far as systemd has them; all are also written to
 * the cgroup.
 */
final class UnifiedProperties {
    private static final long INFINITY = -1;
    private static final long DEFAULT_PERIOD = 100_000;
    private static final int HAS_CPUSET = 244;
    private static final int HAS_CPU_IDLE = 252;

    private UnifiedProperties() {
    }

    static void add(List<UnitProperty> properties, Map<String, String> unified, Systemd systemd) {
        boolean idle = "1".equals(unified.get("cpu.idle")) && systemd.version() >= HAS_CPU_IDLE;
        for (Map.Entry<String, String> entry : unified.entrySet()) {
            String file = entry.getKey();
            String value = entry.getValue().strip();
            switch (file) {
                case "cpu.idle" -> {
                    if (idle) {
                        properties.add(UnitProperty.of("CPUWeight", 0));
                    }
                }
                case "cpu.weight" -> {
                    if (!idle) {
                        properties.add(UnitProperty.of("CPUWeight", number(file, value)));
                    }
                }
                case "cpu.max" -> bandwidth(properties, file, value, systemd);
                case "cpuset.cpus" -> set(properties, "AllowedCPUs", value, systemd);
                case "cpuset.mems" -> set(properties, "AllowedMemoryNodes", value, systemd);
                case "memory.high" -> properties.add(UnitProperty.of("MemoryHigh", number(file, value)));
                case "memory.low" -> properties.add(UnitProperty.of("MemoryLow", number(file, value)));
                case "memory.min" -> properties.add(UnitProperty.of("MemoryMin", number(file, value)));
                case "memory.max" -> properties.add(UnitProperty.of("MemoryMax", number(file, value)));
                case "memory.swap.max" -> properties.add(UnitProperty.of("MemorySwapMax", number(file, value)));
                case "pids.max" -> {
                    long limit = number(file, value);
                    properties.add(UnitProperty.of("TasksMax", limit == 0 ? 1 : limit));
                }
                default -> {
                    // systemd has no property for it
                }
            }
        }
    }

    /** A quota or {@code max}, and a period that may be left out. */
    private static void bandwidth(List<UnitProperty> properties, String file, String value, Systemd systemd) {
        String[] words = value.split("\\s+");
        if (words.length > 2) {
            throw invalid(file, value);
        }
        long quota = number(file, words[0]);
        UnitLimits.bandwidth(properties, quota, words.length == 2 ? number(file, words[1]) : DEFAULT_PERIOD, systemd);
    }

    private static void set(List<UnitProperty> properties, String property, String list, Systemd systemd) {
        if (systemd.version() >= HAS_CPUSET) {
            properties.add(new UnitProperty(property, DbusValue.bytes(RangeBits.of(list))));
        }
    }

    private static long number(String file, String value) {
        if (value.equals("max")) {
            return INFINITY;
        }
        try {
            return Long.parseUnsignedLong(value);
        } catch (NumberFormatException e) {
            throw invalid(file, value);
        }
    }

    private static CgroupFailed invalid(String file, String value) {
        return CgroupFailed.invalid("/linux/resources/unified/" + file,
                "unified resource \"" + file + "\" value invalid: \"" + value + "\"");
    }
}
