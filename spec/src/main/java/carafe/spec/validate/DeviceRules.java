package carafe.spec.validate;

import static carafe.spec.json.Finding.quoted;

import carafe.spec.Device;
import carafe.spec.Linux;
import carafe.spec.NamespaceType;
import carafe.spec.NetDevice;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code linux.devices} and {@code linux.netDevices}. */
final class DeviceRules {
    /** 12 bits for major, 20 for minor numbers (linux/kdev_t.h). */
    private static final long HIGHEST_MAJOR = (1 << 12) - 1;
    private static final long HIGHEST_MINOR = (1 << 20) - 1;
    /** IFNAMSIZ (linux/if.h) counts the final NUL. */
    private static final int LONGEST_INTERFACE_NAME = 15;

    private DeviceRules() {
    }

    static void check(Linux linux, Place place) {
        for (int i = 0; i < linux.devices().size(); i++) {
            check(linux.devices(), i, place.at("devices").at(i));
        }
        checkNetDevices(linux, place.at("netDevices"));
    }

    private static void check(List<Device> devices, int index, Place place) {
        Device device = devices.get(index);
        place.at("path").requireAbsolute(device.path());
        if (device.major() < 0 || device.major() > HIGHEST_MAJOR) {
            place.at("major").error(Long.toString(device.major()), "a number from 0 to " + HIGHEST_MAJOR);
        }
        if (device.minor() < 0 || device.minor() > HIGHEST_MINOR) {
            place.at("minor").error(Long.toString(device.minor()), "a number from 0 to " + HIGHEST_MINOR);
        }
        for (Device earlier : devices.subList(0, index)) {
            if (device.path() != null && device.path().equals(earlier.path()) && !sameNode(device, earlier)) {
                place.at("path").error(quoted(device.path()), "a path that no other device is at");
            }
        }
    }

    private static boolean sameNode(Device a, Device b) {
        return a.type() == b.type() && a.major() == b.major() && a.minor() == b.minor();
    }

    private static void checkNetDevices(Linux linux, Place place) {
        if (linux.netDevices().isEmpty()) {
            return;
        }
        if (linux.namespace(NamespaceType.NETWORK) == null) {
            place.error(linux.netDevices().size() + " devices", "a network namespace in linux.namespaces to move to");
        }
        Set<String> targets = new HashSet<>();
        for (Map.Entry<String, NetDevice> entry : linux.netDevices().entrySet()) {
            String source = entry.getKey();
            String target = entry.getValue().name() == null ? source : entry.getValue().name();
            if (!isInterfaceName(source)) {
                place.at(source).error(quoted(source), "the name of a network device");
            } else if (!isInterfaceName(target)) {
                place.at(source).at("name").error(quoted(target), "a name for a network device");
            } else if (target.indexOf('%') < 0 && !targets.add(target)) {
                place.at(source).at("name").error(quoted(target), "a name that no other device gets");
            }
        }
    }

    /** dev_valid_name() of the kernel (net/core/dev.c). */
    private static boolean isInterfaceName(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")
                || name.getBytes(StandardCharsets.UTF_8).length > LONGEST_INTERFACE_NAME) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c == ':' || Character.isWhitespace(c)) {
                return false;
            }
        }
        return true;
    }
}
