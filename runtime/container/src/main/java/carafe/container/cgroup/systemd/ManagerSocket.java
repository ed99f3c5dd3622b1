package carafe.container.cgroup.systemd;

import carafe.kernel.StartWords;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a systemd manager can be reached. A bus is tried first: it passes on only the signals that were asked for, while
 * a connection to the manager's own socket gets every signal of every unit, which makes the manager pay more for a
 * container than the container's set-up costs. The own socket serves where there is no bus.
 *
 * @param isBus a message bus that passes calls on, not the manager itself
 */
record ManagerSocket(String path, boolean isBus) {

    static List<ManagerSocket> ofSystem() {
        return List.of(new ManagerSocket("/run/dbus/system_bus_socket", true),
                new ManagerSocket("/run/systemd/private", false));
    }

    static List<ManagerSocket> ofUser() {
        return ofUser(StartWords.variable("XDG_RUNTIME_DIR"), StartWords.variable("DBUS_SESSION_BUS_ADDRESS"));
    }

    static List<ManagerSocket> ofUser(String runtimeDirectory, String busAddress) {
        List<ManagerSocket> sockets = new ArrayList<>();
        boolean hasDirectory = runtimeDirectory != null && !runtimeDirectory.isEmpty();
        if (busAddress != null) {
            for (String address : busAddress.split(";")) {
                String path = pathOf(address);
                if (path != null) {
                    sockets.add(new ManagerSocket(path, true));
                }
            }
        }
        if (hasDirectory) {
            sockets.add(new ManagerSocket(runtimeDirectory + "/bus", true));
            sockets.add(new ManagerSocket(runtimeDirectory + "/systemd/private", false));
        }
        return sockets;
    }

    /** Of an address such as {@code unix:path=/run/user/1000/bus,guid=…}; null for other transports. */
    private static String pathOf(String address) {
        if (!address.startsWith("unix:")) {
            return null;
        }
        for (String part : address.substring("unix:".length()).split(",")) {
            if (part.startsWith("path=")) {
                return unescape(part.substring("path=".length()));
            }
        }
        return null;
    }

    /** Characters outside a small set are written as % and two hexadecimal digits. */
    private static String unescape(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '%' && i + 2 < value.length()) {
                text.append((char) Integer.parseInt(value.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                text.append(value.charAt(i));
            }
        }
        return text.toString();
    }
}
