package carafe.monitor.network;

import carafe.monitor.system.UsageException;
import java.util.List;

/**
 * A port of the host that leads into the container: {@code [IP:]HOST:GUEST[/tcp|/udp]}.
 *
 * @param address of the host, 0.0.0.0 for all
 */
public record PortForward(String address, int host, int guest, String protocol) {
    private static final int MAX_PORT = 65535;

    /** Reads a value of {@code --port-forward}. */
    public static PortForward parse(String text) throws UsageException {
        int slash = text.indexOf('/');
        String protocol = slash < 0 ? "tcp" : text.substring(slash + 1);
        String ports = slash < 0 ? text : text.substring(0, slash);
        int guestColon = ports.lastIndexOf(':');
        int hostColon = ports.lastIndexOf(':', guestColon - 1);
        if (guestColon < 0 || !protocol.equals("tcp") && !protocol.equals("udp")) {
            throw new UsageException("--port-forward is \"" + text + "\", expected [IP:]HOST:GUEST[/tcp|/udp]");
        }
        String address = hostColon < 0 ? "0.0.0.0" : ports.substring(0, hostColon);
        return new PortForward(address, port(ports.substring(hostColon + 1, guestColon), text),
                port(ports.substring(guestColon + 1), text), protocol);
    }

    private static int port(String number, String text) throws UsageException {
        try {
            int port = Integer.parseInt(number);
            if (port >= 1 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new UsageException("--port-forward is \"" + text + "\": port \"" + number + "\", expected 1 to "
                + MAX_PORT);
    }

    /** Refuses a port that a plain user may not bind, and says what can be done. */
    public void check(boolean root, int firstUnprivileged) throws UsageException {
        if (!root && host < firstUnprivileged) {
            throw new UsageException("host port " + host + " is below " + firstUnprivileged
                    + " (net.ipv4.ip_unprivileged_port_start), which only root may use: choose a port from "
                    + firstUnprivileged + " on, or let root run: sysctl net.ipv4.ip_unprivileged_port_start=" + host);
        }
    }

    /** The option of pasta(1): {@code -t ADDRESS/HOST:GUEST}. */
    List<String> pastaWords() {
        return List.of(protocol.equals("tcp") ? "-t" : "-u", address + "/" + host + ":" + guest);
    }

    /** The request to slirp4netns's API socket. */
    String slirpRequest() {
        return "{\"execute\":\"add_hostfwd\",\"arguments\":{\"proto\":\"" + protocol + "\",\"host_addr\":\"" + address
                + "\",\"host_port\":" + host + ",\"guest_port\":" + guest + "}}";
    }
}
