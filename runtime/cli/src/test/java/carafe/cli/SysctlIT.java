package carafe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.fixtures.Bundle;
import carafe.fixtures.Caller;
import carafe.fixtures.Proc;
import carafe.fixtures.RuntimeUnderTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /linux/sysctl}: namespaced settings of the container, never the host's. */
class SysctlIT {

    @RegisterExtension
    final RuntimeUnderTest runtime = RuntimeUnderTest.calledBy(Caller.ROOT);

    private Bundle sysctl(String key, String value) {
        return runtime.bundle().setJson("/linux/sysctl", "{\"" + key + "\": \"" + value + "\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "net.ipv4.ip_forward, net/ipv4/ip_forward, 1",
        "net/ipv4/ip_default_ttl, net/ipv4/ip_default_ttl, 33",
        "kernel.shmmax, kernel/shmmax, 1048576",
        "kernel.msgmax, kernel/msgmax, 4096",
        "fs.mqueue.queues_max, fs/mqueue/queues_max, 77",
    })
    void aSettingOfANamespaceIsSetInTheContainerOnly(String key, String file, String value) {
        String host = String.join("", Proc.lines("sys/" + file));
        Bundle bundle = sysctl(key, value).args("cat", "/proc/sys/" + file);
        assertEquals(value + "\n", runtime.run(bundle).succeeds().stdout());
        assertEquals(host, String.join("", Proc.lines("sys/" + file)));
    }

    @Test
    void settingsOfInterfacesWithDotsAreWrittenWithSlashes() {
        Bundle bundle = sysctl("net/ipv4/conf/lo/forwarding", "1").args("cat", "/proc/sys/net/ipv4/conf/lo/forwarding");
        assertEquals("1\n", runtime.run(bundle).succeeds().stdout());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vm.swappiness", "kernel.panic", "fs.file-max", "kernel.hostname"})
    void aSettingOfTheWholeHostIsRefused(String key) {
        String file = "sys/" + key.replace('.', '/');
        String host = String.join("", Proc.lines(file));
        // The host's own value: if the test fails it changes nothing.
        runtime.container(sysctl(key, host)).create().fails(1, key);
        assertEquals(List.of(), runtime.leftovers());
        assertEquals(host, String.join("", Proc.lines(file)));
    }

    @ParameterizedTest
    @CsvSource({"net.ipv4.ip_forward, network", "kernel.shmmax, ipc"})
    void aSettingOfANamespaceTheContainerSharesIsRefused(String key, String namespace) {
        String host = String.join("", Proc.lines("sys/" + key.replace('.', '/')));
        Bundle bundle = sysctl(key, host).withoutNamespace(namespace).withoutMount("/dev/mqueue");
        runtime.container(bundle).create().fails(1, key);
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void anUnknownSettingIsNamed() {
        runtime.container(sysctl("net.no.such.thing", "1")).create().fails(1, "net");
        assertEquals(List.of(), runtime.leftovers());
    }

    @Test
    void aValueTheKernelRefusesIsNamed() {
        runtime.container(sysctl("kernel.shmmax", "plenty")).create().fails(1, "shmmax");
        assertEquals(List.of(), runtime.leftovers());
    }
}
