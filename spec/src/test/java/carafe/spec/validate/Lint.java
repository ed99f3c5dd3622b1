package carafe.spec.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.spec.json.Finding;
import carafe.spec.json.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Configs for the tests of the rules: a small valid one, into which each test puts the part it is about. */
final class Lint {
    private static final String ALL_NAMESPACES = """
            {'type': 'pid'}, {'type': 'network'}, {'type': 'mount'}, {'type': 'ipc'}, {'type': 'uts'},
            {'type': 'cgroup'}, {'type': 'time'}""";
    private static final String USER_NAMESPACE = ", {'type': 'user'}";
    private static final String MAPPINGS = """
            'uidMappings': [{'containerID': 0, 'hostID': 1000, 'size': 1}],
            'gidMappings': [{'containerID': 0, 'hostID': 1000, 'size': 1}],""";

    private Lint() {
    }

    /** Findings of a config whose top level has these properties besides the required ones. */
    static List<Finding> topLevel(String properties) {
        return lint("{'ociVersion': '1.3.0', 'root': {'path': 'rootfs'},"
                + " 'process': {'args': ['sh'], 'cwd': '/'}" + comma(properties) + "}");
    }

    /** Findings of a config whose process has these properties besides args and cwd. */
    static List<Finding> process(String properties) {
        return lint("{'ociVersion': '1.3.0', 'root': {'path': 'rootfs'},"
                + " 'process': {'args': ['sh'], 'cwd': '/'" + comma(properties) + "}}");
    }

    /** Findings of a config with these properties of {@code linux} and all namespaces but a user namespace. */
    static List<Finding> linux(String properties) {
        return topLevel("'linux': {'namespaces': [" + ALL_NAMESPACES + "]" + comma(properties) + "}");
    }

    /** Like {@link #linux}, with a user namespace and mappings. */
    static List<Finding> linuxWithUserNamespace(String properties) {
        return topLevel("'linux': {" + MAPPINGS + "'namespaces': [" + ALL_NAMESPACES + USER_NAMESPACE + "]"
                + comma(properties) + "}");
    }

    static List<Finding> lint(String json) {
        return Validator.lint("config.json", bytes(json));
    }

    /** JSON with single quotes, so that it can be read in Java source. */
    static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    /** Expects one error at the pointer, whose expectation has these words; nothing at all if the pointer is null. */
    static void assertError(String pointer, String words, List<Finding> findings) {
        assertOne(Severity.ERROR, pointer, words, findings);
    }

    static void assertWarning(String pointer, String words, List<Finding> findings) {
        assertOne(Severity.WARNING, pointer, words, findings);
    }

    static void assertNote(String pointer, String words, List<Finding> findings) {
        assertOne(Severity.NOTE, pointer, words, findings);
    }

    private static void assertOne(Severity severity, String pointer, String words, List<Finding> findings) {
        if (pointer == null) {
            assertEquals(List.of(), findings);
            return;
        }
        assertEquals(1, findings.size(), findings::toString);
        Finding finding = findings.getFirst();
        assertEquals(pointer, finding.pointer(), finding::message);
        assertEquals(severity, finding.severity(), finding::message);
        assertEquals(true, finding.expected().contains(words), finding::message);
    }

    private static String comma(String properties) {
        return properties.isEmpty() ? "" : ", " + properties;
    }
}
