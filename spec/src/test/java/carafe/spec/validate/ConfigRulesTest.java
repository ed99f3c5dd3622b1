package carafe.spec.validate;

import static carafe.spec.validate.Lint.assertError;
import static carafe.spec.validate.Lint.assertNote;
import static carafe.spec.validate.Lint.lint;
import static carafe.spec.validate.Lint.linux;
import static carafe.spec.validate.Lint.topLevel;
import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.spec.json.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigRulesTest {
    @Test
    void aSmallConfigIsValid() {
        assertEquals(List.of(), topLevel(""));
        assertEquals(List.of(), linux(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "1.0.2-dev", "1.3.0+build.7", "1.99.0-rc.1"})
    void everyVersion1IsAccepted(String version) {
        assertEquals(List.of(), lint("{'ociVersion': '" + version
                + "', 'root': {'path': 'r'}, 'process': {'args': ['sh'], 'cwd': '/'}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "1.0.0.0", "01.0.0", "1.0.0-", "1.0.x", "2.0.0", "0.9.0", "1.0.0 "})
    void otherVersionsAreRefused(String version) {
        assertError("/ociVersion", "version 1.x", lint("{'ociVersion': '" + version
                + "', 'root': {'path': 'r'}, 'process': {'args': ['sh'], 'cwd': '/'}}"));
    }

    @Test
    void versionRootAndProcessAreRequired() {
        assertEquals(List.of("/ociVersion", "/root", "/process"),
                lint("{}").stream().map(Finding::pointer).toList());
    }

    @Test
    void hostnameAndDomainnameNeedAUtsNamespace() {
        assertError("/hostname", "uts namespace", topLevel("'hostname': 'a'"));
        assertError("/domainname", "uts namespace", topLevel("'domainname': 'a'"));
        assertEquals(List.of(), topLevel("'hostname': 'a', 'linux': {'namespaces': [{'type': 'uts'}]}"));
    }

    @Test
    void hostnameIsAtMost64Bytes() {
        String namespaces = "'linux': {'namespaces': [{'type': 'uts'}]}";
        assertEquals(List.of(), topLevel("'hostname': '" + "a".repeat(64) + "', " + namespaces));
        assertError("/hostname", "64 bytes", topLevel("'hostname': '" + "a".repeat(65) + "', " + namespaces));
    }

    @Test
    void annotationNamesAreNotEmpty() {
        assertError("/annotations/", "not empty", topLevel("'annotations': {'': 'x'}"));
        assertEquals(List.of(), topLevel("'annotations': {'x': ''}"));
    }

    @Test
    void findingsAreListedInTheOrderOfTheDocument() {
        List<String> pointers = lint("""
                {'linux': {'maskedPaths': ['proc'], 'namespaces': [{'type': 'mount'}]},
                 'mounts': [{'destination': '/a', 'type': 7}],
                 'process': {'cwd': 'b'}, 'root': {'path': 'r'}, 'ociVersion': '3'}""")
                .stream().map(Finding::pointer).toList();
        assertEquals(List.of("/linux/maskedPaths/0", "/mounts/0/type", "/process/args", "/process/cwd",
                "/ociVersion"), pointers.stream().distinct().toList());
    }

    @Test
    void aDocumentThatIsNotJsonIsOneFinding() {
        assertError("", "valid JSON", lint("{'ociVersion'"));
    }

    @Test
    void relativeDestinationsAreOnlyWarnedOf() {
        assertNote("/mounts/0/destination", "deprecated",
                topLevel("'mounts': [{'destination': 'data', 'type': 'tmpfs'}]"));
    }
}
