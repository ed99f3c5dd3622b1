package carafe.monitor.network;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.monitor.system.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortForwardTest {
    @Test
    void addressAndProtocolAreOptional() throws UsageException {
        assertEquals(new PortForward("0.0.0.0", 8080, 80, "tcp"), PortForward.parse("8080:80"));
        assertEquals(new PortForward("127.0.0.1", 53, 53, "udp"), PortForward.parse("127.0.0.1:53:53/udp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "x:80", "80:0", "80:65536", "80:80/sctp", ""})
    void anythingElseIsRefused(String text) {
        assertThrows(UsageException.class, () -> PortForward.parse(text));
    }

    @Test
    void eachHelperIsToldInItsOwnWay() throws UsageException {
        PortForward forward = PortForward.parse("127.0.0.1:8080:80/udp");
        assertEquals(List.of("-u", "127.0.0.1/8080:80"), forward.pastaWords());
        assertEquals("{\"execute\":\"add_hostfwd\",\"arguments\":{\"proto\":\"udp\",\"host_addr\":\"127.0.0.1\","
                + "\"host_port\":8080,\"guest_port\":80}}", forward.slirpRequest());
    }

    @Test
    void aPortThatOnlyRootMayUseIsRefusedWithAWayOut() throws UsageException {
        PortForward http = PortForward.parse("80:80");
        String message = assertThrows(UsageException.class, () -> http.check(false, 1024)).getMessage();
        assertTrue(message.contains("sysctl net.ipv4.ip_unprivileged_port_start=80"), message);
        assertDoesNotThrow(() -> http.check(true, 1024));
        assertDoesNotThrow(() -> http.check(false, 80));
    }
}
