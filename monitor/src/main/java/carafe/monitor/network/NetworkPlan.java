package carafe.monitor.network;

import java.util.List;

/**
 * The program that gives a container its network.
 *
 * @param command its words, separated by blanks; {@code {pid}} stands for the container's
 * @param forwards the ports that are to lead into the container
 */
public record NetworkPlan(String command, List<PortForward> forwards) {
}
