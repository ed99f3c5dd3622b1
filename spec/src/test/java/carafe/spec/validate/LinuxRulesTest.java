package carafe.spec.validate;

import static carafe.spec.validate.Lint.assertError;
import static carafe.spec.validate.Lint.assertNote;
import static carafe.spec.validate.Lint.assertWarning;
import static carafe.spec.validate.Lint.linux;
import static carafe.spec.validate.Lint.linuxWithUserNamespace;
import static carafe.spec.validate.Lint.topLevel;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code linux} except its resources and its seccomp filter. */
class LinuxRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'namespaces': [{'type': 'pid'}, {'type': 'ipc'}, {'type': 'pid'}] | /linux/namespaces/2/type | only once
            'namespaces': [{'type': 'pid', 'path': 'x'}]                      | /linux/namespaces/0/path | absolute
            'namespaces': [{'path': '/proc/1/ns/pid'}]                        | /linux/namespaces/0/type | required
            'maskedPaths': ['/proc/keys']                          | /linux/maskedPaths   | mount namespace
            'readonlyPaths': ['/proc/sys']                         | /linux/readonlyPaths | mount namespace
            'uidMappings': [{'containerID': 0, 'hostID': 1, 'size': 1}] | /linux/uidMappings | a user namespace
            'timeOffsets': {'monotonic': {'secs': 1}}              | /linux/timeOffsets | a time namespace
            'timeOffsets': {'boottime': {'secs': 1}}, 'namespaces': [{'type': 'time', 'path': '/t'}] \
              | /linux/timeOffsets | joined by path
            'netDevices': {'eth0': {}}                             | /linux/netDevices | a network namespace
            """, quoteCharacter = '`')
    void namespacesAndWhatNeedsThem(String properties, String pointer, String words) {
        assertError(pointer, words, topLevel("'linux': {" + properties + "}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'timeOffsets': {'monotonic': {'secs': -1, 'nanosecs': 999999999}} | |
            'timeOffsets': {'realtime': {'secs': 1}}          | /linux/timeOffsets/realtime | monotonic, boottime
            'timeOffsets': {'boottime': {'nanosecs': 1000000000}} | /linux/timeOffsets/boottime/nanosecs | 999999999
            'maskedPaths': ['proc/keys']                      | /linux/maskedPaths/0   | absolute
            'readonlyPaths': ['/a', 'b']                      | /linux/readonlyPaths/1 | absolute
            'rootfsPropagation': 'rslave'                     | |
            'rootfsPropagation': 'public'                     | /linux/rootfsPropagation | one of private, shared
            'devices': [{'path': '/dev/fuse', 'type': 'c', 'major': 10, 'minor': 229}] | |
            'devices': [{'path': '/run/pipe', 'type': 'p'}]   | |
            'devices': [{'path': 'fuse', 'type': 'c', 'major': 10, 'minor': 229}] | /linux/devices/0/path | absolute
            'devices': [{'path': '/f', 'type': 'x', 'major': 1, 'minor': 2}] | /linux/devices/0/type | c, b, u, p
            'devices': [{'path': '/f', 'type': 'c', 'minor': 2}]             | /linux/devices/0/major | required
            'devices': [{'path': '/f', 'type': 'c', 'major': 4096, 'minor': 2}] | /linux/devices/0/major | 0 to 4095
            'devices': [{'path': '/f', 'type': 'c', 'major': 1, 'minor': -1}] | /linux/devices/0/minor | 0 to 1048575
            'devices': [{'path': '/f', 'type': 'c', 'major': 1, 'minor': 1}, \
                        {'path': '/f', 'type': 'c', 'major': 1, 'minor': 2}] | /linux/devices/1/path | no other device
            'netDevices': {'eth0': {'name': 'lan%d'}, 'eth1': {'name': 'lan%d'}} | |
            'netDevices': {'eth0': {'name': 'a'}, 'eth1': {'name': 'a'}} | /linux/netDevices/eth1/name | no other
            'netDevices': {'a/b': {}}                         | /linux/netDevices/a~1b | name of a network device
            'netDevices': {'eth0': {'name': 'sixteencharacter'}} | /linux/netDevices/eth0/name | a name
            'intelRdt': {'closID': '/'}                       | |
            'intelRdt': {'closID': 'a/b'}                     | /linux/intelRdt/closID | name of a directory
            'intelRdt': {'closID': '..'}                      | /linux/intelRdt/closID | name of a directory
            'intelRdt': {'memBwSchema': 'L3:0=1'}             | /linux/intelRdt/memBwSchema | MB:
            'intelRdt': {'schemata': ['L3:0=f', 'a\\nb']}     | /linux/intelRdt/schemata/1 | single line
            'memoryPolicy': {'mode': 'MPOL_BIND', 'nodes': '0'} | |
            'memoryPolicy': {'mode': 'MPOL_BIND'}             | /linux/memoryPolicy/nodes | at least one
            'memoryPolicy': {'mode': 'MPOL_LOCAL', 'nodes': '0'} | /linux/memoryPolicy/nodes | no nodes
            'memoryPolicy': {'mode': 'MPOL_PREFERRED'}        | |
            'memoryPolicy': {'mode': 'MPOL_BIND', 'nodes': 'x'} | /linux/memoryPolicy/nodes | 0-3,7
            'memoryPolicy': {'nodes': '0'}                    | /linux/memoryPolicy/mode | required
            'memoryPolicy': {'mode': 'MPOL_BIND', 'nodes': '0', 'flags': ['MPOL_F_STATIC_NODES', \
              'MPOL_F_RELATIVE_NODES']}                       | /linux/memoryPolicy/flags | only one
            'personality': {'domain': 'LINUX32'}              | |
            'personality': {'domain': 'BSD'}                  | /linux/personality/domain | LINUX, LINUX32
            'personality': {'domain': 'LINUX', 'flags': ['X']} | /linux/personality/flags/0 | no flags
            """, quoteCharacter = '`')
    void aRuleIsAppliedAtItsProperty(String properties, String pointer, String words) {
        assertError(pointer, words, linux(properties));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            net.ipv4.ip_forward    | |
            net/ipv4/conf/e.1/x    | |
            fs.mqueue.msg_max      | |
            kernel.shmmax          | |
            kernel.domainname      | |
            kernel.hostname        | /linux/sysctl/kernel.hostname  | property hostname
            kernel.pid_max         | /linux/sysctl/kernel.pid_max   | the host's
            vm.swappiness          | /linux/sysctl/vm.swappiness    | the host's
            user.max_ipc_namespaces | /linux/sysctl/user.max_ipc_namespaces | a user namespace
            net/../kernel/x        | /linux/sysctl/net~1..~1kernel~1x | name of a kernel parameter
            net..ipv4              | /linux/sysctl/net..ipv4        | name of a kernel parameter
            """, quoteCharacter = '`')
    void onlyNamespacedParametersMayBeSet(String name, String pointer, String words) {
        assertError(pointer, words, linux("'sysctl': {'" + name + "': '1'}"));
    }

    @Test
    void aParameterNeedsItsOwnNamespace() {
        assertError("/linux/sysctl/net.core.somaxconn", "a network namespace",
                topLevel("'linux': {'sysctl': {'net.core.somaxconn': '1'}}"));
        assertEquals(List.of(), linuxWithUserNamespace("'sysctl': {'user.max_ipc_namespaces': '1'}"));
    }

    @Test
    void domainnameIsNotSetTwice() {
        assertError("/linux/sysctl/kernel.domainname", "same value", topLevel("""
                'domainname': 'a',
                'linux': {'namespaces': [{'type': 'uts'}], 'sysctl': {'kernel.domainname': 'b'}}"""));
    }

    @Test
    void aNewUserNamespaceNeedsMappings() {
        List<String> pointers = topLevel("'linux': {'namespaces': [{'type': 'user'}]}")
                .stream().map(finding -> finding.pointer()).toList();
        assertEquals(List.of("/linux/uidMappings", "/linux/gidMappings"), pointers);
        assertEquals(List.of(), linuxWithUserNamespace(""));
    }

    @Test
    void propagationNeedsAMountNamespaceToHaveAnEffect() {
        assertWarning("/linux/rootfsPropagation", "a mount namespace",
                topLevel("'linux': {'rootfsPropagation': 'shared'}"));
        assertEquals(List.of(), linux("'rootfsPropagation': 'shared'"));
    }

    @Test
    void mappingsBesideAJoinedUserNamespaceAreNoted() {
        assertNote("/linux/uidMappings", "joined by path", topLevel("""
                'linux': {'namespaces': [{'type': 'user', 'path': '/proc/1/ns/user'}],
                          'uidMappings': [{'containerID': 0, 'hostID': 1, 'size': 1}]}"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{'containerID': 5, 'hostID': 0, 'size': 0} | 0/size",
        "{'containerID': 1, 'hostID': 4294967295, 'size': 2} | 0/size",
        "{'containerID': 0, 'hostID': 5, 'size': 3}, {'containerID': 2, 'hostID': 9, 'size': 1} | 1/containerID",
        "{'containerID': 0, 'hostID': 5, 'size': 3}, {'containerID': 3, 'hostID': 7, 'size': 1} | 1/hostID"})
    void mappingsMustSuitTheKernel(String mappingsAndPlace) {
        String[] parts = mappingsAndPlace.split(" \\| ");
        assertError("/linux/uidMappings/" + parts[1], "", topLevel("'linux': {'namespaces': [{'type': 'user'}],"
                + " 'uidMappings': [" + parts[0] + "],"
                + " 'gidMappings': [{'containerID': 0, 'hostID': 1, 'size': 1}]}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'createRuntime': [{'path': '/bin/true', 'timeout': 1}] | |
            'prestart': [{'path': 'true'}]                         | /hooks/prestart/0/path | absolute
            'poststop': [{'path': '/a'}, {'path': '/b', 'timeout': 0}] | /hooks/poststop/1/timeout | greater than 0
            'poststart': [{}]                                      | /hooks/poststart/0/path | required
            """, quoteCharacter = '`')
    void hooksHaveAbsolutePathsAndPositiveTimeouts(String hooks, String pointer, String words) {
        assertError(pointer, words, topLevel("'hooks': {" + hooks + "}"));
    }
}
