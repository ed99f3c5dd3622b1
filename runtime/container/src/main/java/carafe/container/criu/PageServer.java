package carafe.container.criu;

import carafe.container.Refused;

/** Where memory pages are sent instead of into image files. */
public record PageServer(String address, int port) {
    private static final int MAX_PORT = 65_535;

    /**
     * @param text address and port with a colon between; an IPv6 address in brackets
     * @throws Refused if it is something else
     */
    public static PageServer parse(String text) {
        int colon = text.lastIndexOf(':');
        String address = colon <= 0 ? "" : text.substring(0, colon);
        if (address.startsWith("[") && address.endsWith("]")) {
            address = address.substring(1, address.length() - 1);
        }
        String port = text.substring(colon + 1);
        if (address.isEmpty() || port.isEmpty()) {
            throw new Refused("Use --page-server ADDRESS:PORT to specify page server, found \"" + text + "\"");
        }
        return new PageServer(address, portOf(port));
    }

    private static int portOf(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // the same as a number that is none of a port
        }
        throw new Refused("Invalid port number \"" + text + "\" in --page-server, expected 1 to " + MAX_PORT);
    }
}
