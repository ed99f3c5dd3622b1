package carafe.spec.validate;

import static carafe.spec.validate.Lint.assertError;
import static carafe.spec.validate.Lint.assertNote;
import static carafe.spec.validate.Lint.assertWarning;
import static carafe.spec.validate.Lint.topLevel;
import static org.junit.jupiter.api.Assertions.assertEquals;

import carafe.spec.json.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountRulesTest {
    private static final String MAPPING = "[{'containerID': 0, 'hostID': 1000, 'size': 10}]";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'type': 'tmpfs', 'options': ['size=1m', 'nosuid']       | |
            'source': '/a', 'options': ['rbind', 'ro', 'rslave']    | |
            'options': ['remount', 'ro']                            | |
            'options': ['rshared']                                  | |
            'options': ['nosuid']                                   | /mounts/0/type      | file system type
            'options': ['bind']                                     | /mounts/0/source    | path to bind
            'source': '/a', 'options': ['bind', 'idmap']            | /mounts/0/uidMappings | no user namespace
            """, quoteCharacter = '`')
    void aRuleIsAppliedAtItsProperty(String properties, String pointer, String words) {
        assertError(pointer, words, mount(properties));
    }

    @Test
    void mappingsComeInPairs() {
        assertError("/mounts/0/gidMappings", "both",
                mount("'source': '/a', 'options': ['bind', 'idmap'], 'uidMappings': " + MAPPING));
        assertEquals(List.of(), mount("'source': '/a', 'options': ['bind', 'idmap'], 'uidMappings': " + MAPPING
                + ", 'gidMappings': " + MAPPING));
    }

    @Test
    void onlyBindMountsCanBeIdMapped() {
        assertError("/mounts/0/options", "bind or rbind", mount("'type': 'tmpfs', 'options': ['idmap'], 'uidMappings': "
                + MAPPING + ", 'gidMappings': " + MAPPING));
    }

    @Test
    void mappingsWithoutIdmapAreWarnedOf() {
        assertNote("/mounts/0/options", "older runtimes", mount("'source': '/a', 'options': ['bind'],"
                + " 'uidMappings': " + MAPPING + ", 'gidMappings': " + MAPPING));
    }

    @Test
    void fileSystemOptionsOfABindMountAreWarnedOf() {
        assertWarning("/mounts/0/options/1", "no file system options",
                mount("'source': '/a', 'options': ['bind', 'size=1m', 'nocopy']"));
    }

    @Test
    void idmapMayUseTheMappingsOfTheUserNamespace() {
        assertEquals(List.of(), topLevel("""
                'mounts': [{'destination': '/m', 'source': '/a', 'options': ['bind', 'idmap']}],
                'linux': {'namespaces': [{'type': 'user', 'path': '/proc/1/ns/user'}]}"""));
    }

    @Test
    void destinationIsRequired() {
        assertError("/mounts/0/destination", "required", topLevel("'mounts': [{'type': 'proc'}]"));
    }

    private static List<Finding> mount(String properties) {
        return topLevel("'mounts': [{'destination': '/m', " + properties + "}]");
    }
}
