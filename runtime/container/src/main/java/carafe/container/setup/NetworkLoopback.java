package carafe.container.setup;

import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.SocketCalls;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Brings the loopback interface of a new network namespace up; any time after the namespace is made. */
public final class NetworkLoopback {
    /** include/uapi/linux/sockios.h */
    private static final long SIOCSIFFLAGS = 0x8914;
    /** struct ifreq (netdevice(7)): 16 bytes of name, then the flags. */
    private static final int IFREQ_BYTES = 40;
    private static final int IFR_FLAGS = 16;
    private static final byte IFF_UP = 1;

    private final Kernel kernel;

    public NetworkLoopback(Kernel kernel) {
        this.kernel = kernel;
    }

    public void bringUp() {
        kernel.enter("bring loopback up", "/linux/namespaces");
        byte[] request = Arrays.copyOf("lo".getBytes(StandardCharsets.US_ASCII), IFREQ_BYTES);
        request[IFR_FLAGS] = IFF_UP;
        Fd socket = kernel.socket(SocketCalls.AF_INET, SocketCalls.SOCK_DGRAM, 0);
        kernel.ioctl(socket, SIOCSIFFLAGS, kernel.arena().bytes(request));
        kernel.close(socket);
    }
}
