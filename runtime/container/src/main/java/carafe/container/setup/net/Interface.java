package carafe.container.setup.net;

import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Ref;
import carafe.kernel.SocketCalls;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A network device by its name, in the network namespace of the kernel's process (netdevice(7)). */
final class Interface {
    /** The longest name with its NUL, IFNAMSIZ in include/uapi/linux/if.h. */
    static final int NAME_BYTES = 16;
    /** struct ifreq: the name, then a union of which we need a number of 16 or 32 bits. */
    private static final int REQUEST_BYTES = 40;
    /** include/uapi/linux/sockios.h */
    private static final long SIOCGIFFLAGS = 0x8913;
    private static final long SIOCSIFFLAGS = 0x8914;
    private static final long SIOCGIFINDEX = 0x8933;
    private static final int IFF_UP = 1;

    private final Kernel kernel;
    private final String name;

    Interface(Kernel kernel, String name) {
        this.kernel = kernel;
        this.name = name;
    }

    /** 0 if there is none of this name. */
    int index() {
        Fd socket = socket();
        long request = request();
        Ref found = kernel.allowing(Errno.ENODEV).ioctl(socket, SIOCGIFINDEX, request);
        kernel.close(socket);
        return found.failed() ? 0 : kernel.arena().getInt(request + NAME_BYTES);
    }

    /** Leaves the other flags as they are. */
    void setDown() {
        Fd socket = socket();
        long request = request();
        kernel.ioctl(socket, SIOCGIFFLAGS, request).get();
        int flags = kernel.arena().memory().getShort(kernel.arena().offset(request) + NAME_BYTES);
        setFlags(socket, request, flags & ~IFF_UP);
        kernel.close(socket);
    }

    /** Of a device that has no other flags which could be changed; queued. */
    void setUp() {
        Fd socket = socket();
        setFlags(socket, request(), IFF_UP);
        kernel.close(socket);
    }

    private void setFlags(Fd socket, long request, int flags) {
        kernel.arena().memory().putShort(kernel.arena().offset(request) + NAME_BYTES, (short) flags);
        kernel.ioctl(socket, SIOCSIFFLAGS, request);
    }

    private Fd socket() {
        return kernel.socket(SocketCalls.AF_INET, SocketCalls.SOCK_DGRAM, 0);
    }

    private long request() {
        return kernel.arena().bytes(Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), REQUEST_BYTES));
    }
}
