package carafe.container.setup.net;

import carafe.container.SetupFailed;
import carafe.kernel.Kernel;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import carafe.spec.NetDevice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code linux.netDevices}: moves devices of the host into the container, under a new name if one is given, with their
 * lasting addresses.
 *
 * <p>After the container's network namespace is entered; before the change of user. When the container's last process
 * ends, the kernel gives physical devices back to the initial namespace and removes virtual ones.
 */
public final class NetDevices {
    private static final int RTM_NEWLINK = 16;
    private static final int RTM_GETLINK = 18;
    /** struct ifinfomsg (rtnetlink(7)): family, type, index, flags, change. */
    private static final int LINK_BYTES = 16;
    private static final int INDEX_AT = 4;
    /** include/uapi/linux/if_link.h */
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_NET_NS_PID = 19;

    private final Kernel runtime;
    private final Kernel container;

    /**
     * @param runtime   acts in the network namespace the devices come from
     * @param container acts in the one they go to
     */
    public NetDevices(Kernel runtime, Kernel container) {
        this.runtime = runtime;
        this.container = container;
    }

    /**
     * @param devices by their names on the host
     * @param pid     of the container's process, as the runtime sees it
     */
    public void move(Map<String, NetDevice> devices, int pid) {
        for (Map.Entry<String, NetDevice> device : devices.entrySet()) {
            String name = device.getKey();
            Step step = new Step(StepKind.NET_DEVICE, name, "/linux/netDevices/" + name);
            runtime.enter(step);
            container.enter(step);
            String newName = device.getValue().name();
            move(step, name, newName == null || newName.isEmpty() ? name : newName, pid);
        }
    }

    private void move(Step step, String name, String newName, int pid) {
        Interface host = new Interface(runtime, name);
        int index = host.index();
        if (index == 0) {
            throw new SetupFailed(step, "the host has no network device of this name", null);
        }
        try (RouteSocket here = new RouteSocket(runtime); RouteSocket there = new RouteSocket(container)) {
            // now, because the kernel drops those of IPv6 when the device goes down and the others when it moves
            List<Address> addresses = Address.lasting(here, index);
            // down first, so that the host does not send into a device that is half gone
            host.setDown();
            Set<Integer> before = devices(there);
            // name and namespace in one request, so that there is no moment in which the names can clash
            here.change(new RouteMessage(RTM_NEWLINK, link(index)).with(IFLA_IFNAME, newName)
                    .with(IFLA_NET_NS_PID, pid), "move device " + name);
            Set<Integer> after = devices(there);
            // a name may be a pattern and an index may have been taken, but the device is the one that is new
            after.removeAll(before);
            int moved = after.iterator().next();
            for (Address address : addresses) {
                address.add(there, moved);
            }
            there.change(new RouteMessage(RTM_NEWLINK, linkUp(moved)), "set device up");
        }
    }

    private static Set<Integer> devices(RouteSocket socket) {
        Set<Integer> indexes = new HashSet<>();
        for (ByteBuffer body : socket.list(new RouteMessage(RTM_GETLINK, new byte[LINK_BYTES]), "list devices")) {
            indexes.add(body.getInt(INDEX_AT));
        }
        return indexes;
    }

    private static byte[] link(int index) {
        return ByteBuffer.allocate(LINK_BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(0).putInt(index).array();
    }

    /** With IFF_UP in the flags and in the mask of flags to change. */
    private static byte[] linkUp(int index) {
        return ByteBuffer.allocate(LINK_BYTES).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0).putInt(index).putInt(1).putInt(1).array();
    }
}
