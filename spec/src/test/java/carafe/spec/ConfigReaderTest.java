package carafe.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import carafe.spec.json.Finding;
import carafe.spec.json.Findings;
import carafe.spec.json.Severity;
import carafe.spec.json.SpecException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
    @Test
    void absentScalarsAreNullAndAbsentCollectionsEmpty() {
        Config config = read("{'ociVersion': '1.0.0', 'root': {'path': 'rootfs'}}");
        assertNull(config.hostname());
        assertNull(config.process());
        assertEquals(List.of(), config.mounts());
        assertEquals(Hooks.NONE, config.hooks());
        assertEquals(Linux.NONE, config.linux());
    }

    @Test
    void nullAndTheEmptyStringCountAsAbsent() {
        Config config = read("""
                {'ociVersion': '1.0.0', 'hostname': '', 'process': null, 'mounts': null,
                 'root': {'path': 'rootfs'}, 'linux': {'rootfsPropagation': ''}}""");
        assertNull(config.hostname());
        assertNull(config.process());
        assertEquals(List.of(), config.mounts());
        assertNull(config.linux().rootfsPropagation());
    }

    @Test
    void unknownPropertiesAreIgnored() {
        Config config = read("""
                {'ociVersion': '1.0.0', 'windows': {'layerFolders': [{'deep': [1, 2]}]},
                 'root': {'path': 'rootfs', 'colour': 'red'}}""");
        assertEquals("rootfs", config.root().path());
    }

    @ParameterizedTest
    @CsvSource({"1.0.0, true", "1.0.2-dev, true", "1.2.1, true", "1.3.0-rc.1, true", "1.3.0, false", "1.3.1-dev, false",
            "1.10.0, false"})
    void aPidsLimitOfZeroIsNoneBeforeVersion13(String version, boolean none) {
        String config = """
                {'ociVersion': '%s', 'root': {'path': 'rootfs'},
                 'linux': {'cgroupsPath': '/p', 'resources': {'cpu': {'shares': 2}, 'pids': {'limit': %d}}}}""";
        Linux linux = read(config.formatted(version, 0)).linux();
        assertEquals(none, linux.resources().pids() == null);
        assertEquals(2, linux.resources().cpu().shares());
        assertEquals("/p", linux.cgroupsPath());
        assertEquals(5, read(config.formatted(version, 5)).linux().resources().pids().limit());
        assertEquals(-1, read(config.formatted(version, -1)).linux().resources().pids().limit());
    }

    @Test
    void unsigned64BitNumbersKeepTheirBits() {
        Process process = ConfigReader.readProcess("process.json", bytes("""
                {'cwd': '/', 'rlimits': [{'type': 'RLIMIT_CORE', 'soft': 0, 'hard': 18446744073709551615}]}"""));
        assertEquals(new Rlimit(RlimitType.RLIMIT_CORE, 0, -1L), process.rlimits().getFirst());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'root': 7}                                                | /root | 7 | an object
            {'mounts': {}}                                             | /mounts | an object | an array
            {'mounts': [{}, 'x']}                                      | /mounts/0/destination | nothing | a value, \
            since it is required
            {'root': {'path': 'r', 'readonly': 'yes'}}                 | /root/readonly | "yes" | true or false
            {'hostname': ['a']}                                        | /hostname | an array | a string
            {'process': {'args': ['sh', 1]}}                           | /process/args/1 | 1 | a string
            {'process': {'oomScoreAdj': '5'}}                          | /process/oomScoreAdj | "5" | an integer from \
            -2147483648 to 2147483647
            {'process': {'oomScoreAdj': 5.0}}                          | /process/oomScoreAdj | 5.0 | an integer from \
            -2147483648 to 2147483647
            {'process': {'user': {'uid': 4294967296}}}                 | /process/user/uid | 4294967296 | an integer \
            from 0 to 4294967295
            {'process': {'user': {'uid': -1}}}                         | /process/user/uid | -1 | an integer from 0 to \
            4294967295
            {'process': {'rlimits': [{'type': 'X', 'soft': -1}]}}      | /process/rlimits/0/soft | -1 | an integer \
            from 0 to 18446744073709551615
            {'process': {'rlimits': [{'hard': 18446744073709551616}]}} | /process/rlimits/0/hard | \
            18446744073709551616 | an integer from 0 to 18446744073709551615
            {'linux': {'namespaces': [{'type': 'pid'}, {'type': 'disk'}]}} | /linux/namespaces/1/type | "disk" | one \
            of pid, network, mount, ipc, uts, user, cgroup, time
            {'linux': {'sysctl': {'a/b~c': 1}}}                        | /linux/sysctl/a~1b~0c | 1 | a string
            """)
    void aWrongValueIsReportedByPointerValueAndExpectation(
            String json, String pointer, String value, String expected) {
        Findings findings = Findings.collecting("config.json");
        ConfigReader.readConfig(bytes(json), findings);
        Finding finding = Finding.error(pointer, value, expected);
        assertTrue(findings.all().contains(finding), () -> finding + " is not in " + findings.all());
    }

    @Test
    void theFirstErrorStopsReadingAndNamesTheFile() {
        SpecException e = assertThrows(SpecException.class, () -> read("{'root': 1, 'mounts': 2}"));
        assertEquals("config.json: /root: found 1, expected an object", e.getMessage());
    }

    @Test
    void allErrorsAreFoundWhenCollecting() {
        Findings findings = Findings.collecting("config.json");
        ConfigReader.readConfig(bytes("{'ociVersion': 1, 'root': 1, 'mounts': [3, {'destination': 4}]}"), findings);
        assertEquals(
                List.of("/ociVersion", "/root", "/mounts/0", "/mounts/1/destination"),
                findings.all().stream().map(Finding::pointer).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'root':               | line 1, column 9
            {'root': {'path': 'x'  | line 1, column 22
            {'a': tru}             | line 1, column 11
            {'a': 1,}              | line 1, column 9
            """)
    void malformedJsonNamesLineAndColumn(String json, String where) {
        SpecException e = assertThrows(SpecException.class, () -> read(json));
        assertTrue(e.getMessage().contains("malformed JSON at " + where), e.getMessage());
    }

    @Test
    void anEmptyFileAndTrailingTextAreRefused() {
        assertEquals("config.json: found an empty file, expected a JSON document",
                assertThrows(SpecException.class, () -> read("")).getMessage());
        assertThrows(SpecException.class, () -> read("{'ociVersion': '1.0.0', 'root': {'path': 'r'}} {}"));
    }

    @Test
    void anUnknownCapabilityIsOnlyWarnedOf() {
        Findings findings = Findings.stoppingAtFirstError("config.json");
        Config config = ConfigReader.readConfig(bytes("""
                {'ociVersion': '1.0.0', 'root': {'path': 'r'}, 'process': {'cwd': '/',
                 'capabilities': {'bounding': ['CAP_KILL', 'CAP_FLY']}}}"""), findings);
        assertEquals(List.of(Capability.CAP_KILL), config.process().capabilities().bounding());
        assertEquals(Severity.WARNING, findings.all().getFirst().severity());
        assertEquals("/process/capabilities/bounding/1", findings.all().getFirst().pointer());
    }

    private static Config read(String json) {
        return ConfigReader.readConfig("config.json", bytes(json));
    }

    /** JSON with single quotes, so that it can be read in Java source. */
    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
