package carafe.spec.validate;

import static carafe.spec.json.Finding.quoted;

import carafe.spec.resources.BlockIo;
import carafe.spec.resources.Cpu;
import carafe.spec.resources.DeviceRule;
import carafe.spec.resources.HugepageLimit;
import carafe.spec.resources.Memory;
import carafe.spec.resources.Rdma;
import carafe.spec.resources.Resources;
import carafe.spec.resources.WeightDevice;
import java.util.List;
import java.util.Map;

/** {@code linux.resources}: what holds for all versions of cgroups. */
final class ResourceRules {
    private static final long HIGHEST_SWAPPINESS = 100;
    /** CFQ_WEIGHT_LEGACY_MIN and _MAX; cgroup v2 values are converted from these. */
    private static final int LOWEST_WEIGHT = 10;
    private static final int HIGHEST_WEIGHT = 1000;

    private ResourceRules() {
    }

    static void check(Resources resources, Place place) {
        checkDevices(resources.devices(), place.at("devices"));
        if (resources.memory() != null) {
            checkMemory(resources.memory(), place.at("memory"));
        }
        if (resources.cpu() != null) {
            checkCpu(resources.cpu(), place.at("cpu"));
        }
        if (resources.blockIO() != null) {
            checkBlockIo(resources.blockIO(), place.at("blockIO"));
        }
        checkHugepages(resources.hugepageLimits(), place.at("hugepageLimits"));
        for (Map.Entry<String, Rdma> entry : resources.rdma().entrySet()) {
            if (entry.getValue().hcaHandles() == null && entry.getValue().hcaObjects() == null) {
                place.at("rdma").at(entry.getKey()).error("no limit", "hcaHandles, hcaObjects or both");
            }
        }
        for (String file : resources.unified().keySet()) {
            if (file.isEmpty() || file.indexOf('/') >= 0 || file.equals(".") || file.equals("..")) {
                place.at("unified").at(file).error(quoted(file), "the name of a file of the control group");
            }
        }
    }

    private static void checkDevices(List<DeviceRule> rules, Place place) {
        for (int i = 0; i < rules.size(); i++) {
            String access = rules.get(i).access();
            for (int j = 0; access != null && j < access.length(); j++) {
                if ("rwm".indexOf(access.charAt(j)) < 0) {
                    // not an error, because runc ignores them and such configs exist
                    place.at(i).at("access").note(quoted(access), "letters out of rwm; others are ignored");
                    break;
                }
            }
        }
    }

    private static void checkMemory(Memory memory, Place place) {
        checkLimit(memory.limit(), place.at("limit"));
        checkLimit(memory.reservation(), place.at("reservation"));
        checkLimit(memory.swap(), place.at("swap"));
        warnOfObsolete(memory.kernel(), place.at("kernel"));
        warnOfObsolete(memory.kernelTCP(), place.at("kernelTCP"));
        // always on since Linux 5.11, and the default of every distribution before
        warnOfObsolete(memory.useHierarchy(), place.at("useHierarchy"));
        boolean limited = memory.limit() != null && memory.limit() > 0;
        if (limited && memory.swap() != null && memory.swap() > 0 && memory.swap() < memory.limit()) {
            place.at("swap").error(memory.swap().toString(),
                    "at least limit, since it counts memory and swap together");
        }
        if (memory.swappiness() != null && Long.compareUnsigned(memory.swappiness(), HIGHEST_SWAPPINESS) > 0) {
            place.at("swappiness").error(Long.toUnsignedString(memory.swappiness()), "a number from 0 to 100");
        }
    }

    private static void warnOfObsolete(Object value, Place place) {
        if (value != null) {
            place.warn(value.toString(), "nothing; this setting is obsolete and ignored");
        }
    }

    private static void checkLimit(Long limit, Place place) {
        if (limit != null && limit < -1) {
            place.error(limit.toString(), "a number of bytes, or -1 for no limit");
        }
    }

    private static void checkCpu(Cpu cpu, Place place) {
        boolean limited = cpu.quota() != null && cpu.quota() > 0;
        if (limited && cpu.burst() != null && Long.compareUnsigned(cpu.burst(), cpu.quota()) > 0) {
            place.at("burst").error(Long.toUnsignedString(cpu.burst()), "at most quota, " + cpu.quota());
        }
        if (cpu.idle() != null && cpu.idle() != 0 && cpu.idle() != 1) {
            place.at("idle").error(cpu.idle().toString(), "0 or 1");
        }
        ProcessRules.checkList(cpu.cpus(), place.at("cpus"));
        ProcessRules.checkList(cpu.mems(), place.at("mems"));
    }

    private static void checkBlockIo(BlockIo blockIo, Place place) {
        checkWeight(blockIo.weight(), place.at("weight"));
        checkWeight(blockIo.leafWeight(), place.at("leafWeight"));
        for (int i = 0; i < blockIo.weightDevice().size(); i++) {
            WeightDevice device = blockIo.weightDevice().get(i);
            Place at = place.at("weightDevice").at(i);
            if (device.weight() == null && device.leafWeight() == null) {
                at.error("no weight", "weight, leafWeight or both");
            }
            checkWeight(device.weight(), at.at("weight"));
            checkWeight(device.leafWeight(), at.at("leafWeight"));
        }
    }

    /** 0 stands for "not set" with runc, and engines rely on it. */
    private static void checkWeight(Integer weight, Place place) {
        if (weight != null && weight != 0 && (weight < LOWEST_WEIGHT || weight > HIGHEST_WEIGHT)) {
            place.error(weight.toString(), "a number from 10 to 1000");
        }
    }

    private static void checkHugepages(List<HugepageLimit> limits, Place place) {
        for (int i = 0; i < limits.size(); i++) {
            String pageSize = limits.get(i).pageSize();
            if (pageSize != null && !isPageSize(pageSize)) {
                place.at(i).at("pageSize").error(quoted(pageSize), "a size such as 64KB, 2MB or 1GB");
            }
        }
    }

    /** [1-9][0-9]*[KMG]B, which also keeps the name of the control file a plain name. */
    private static boolean isPageSize(String size) {
        int digits = size.length() - 2;
        if (digits < 1 || !size.endsWith("B") || "KMG".indexOf(size.charAt(digits)) < 0 || size.charAt(0) == '0') {
            return false;
        }
        for (int i = 0; i < digits; i++) {
            if (size.charAt(i) < '0' || size.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
