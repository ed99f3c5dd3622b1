package carafe.spec.validate;

import static carafe.spec.validate.Lint.assertError;
import static carafe.spec.validate.Lint.assertNote;
import static carafe.spec.validate.Lint.assertWarning;
import static carafe.spec.validate.Lint.linux;

import carafe.spec.ConfigReader;
import carafe.spec.json.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'devices': [{'allow': false, 'access': 'rwm'}, {'allow': true, 'type': 'c', 'major': 1}] | |
            'devices': [{'access': 'r'}]                   | /devices/0/allow  | required
            'devices': [{'allow': true, 'type': 'p'}]      | /devices/0/type   | one of a, b, c
            'memory': {'limit': -1, 'swap': -1, 'swappiness': 100} | |
            'memory': {'limit': -2}                        | /memory/limit      | -1 for no limit
            'memory': {'limit': 10, 'swap': 9}             | /memory/swap       | at least limit
            'memory': {'swappiness': 101}                  | /memory/swappiness | from 0 to 100
            'cpu': {'quota': 10, 'burst': 10}              | |
            'cpu': {'quota': -1, 'burst': 10}              | |
            'cpu': {'quota': 10, 'burst': 11}              | /cpu/burst | at most quota
            'cpu': {'idle': 2}                             | /cpu/idle  | 0 or 1
            'cpu': {'cpus': '0-'}                          | /cpu/cpus  | 0-3,7
            'cpu': {'mems': 'a'}                           | /cpu/mems  | 0-3,7
            'pids': {'limit': 0}                           | |
            'blockIO': {'weight': 0, 'leafWeight': 1000}   | |
            'blockIO': {'weight': 9}                       | /blockIO/weight | from 10 to 1000
            'blockIO': {'weightDevice': [{'major': 8, 'minor': 0}]} | /blockIO/weightDevice/0 | or both
            'blockIO': {'throttleReadBpsDevice': [{'major': 8, 'minor': 0}]} \
              | /blockIO/throttleReadBpsDevice/0/rate | required
            'hugepageLimits': [{'pageSize': '2MB', 'limit': 1}, {'pageSize': '64KB', 'limit': 1}] | |
            'hugepageLimits': [{'pageSize': '../x', 'limit': 1}] | /hugepageLimits/0/pageSize | such as 64KB
            'hugepageLimits': [{'pageSize': '02MB', 'limit': 1}] | /hugepageLimits/0/pageSize | such as 64KB
            'network': {'priorities': [{'priority': 1}]}   | /network/priorities/0/name | required
            'rdma': {'mlx5_1': {'hcaHandles': 3}}          | |
            'rdma': {'mlx5_1': {}}                         | /rdma/mlx5_1 | or both
            'unified': {'memory.high': '1'}                | |
            'unified': {'../x': '1'}                       | /unified/..~1x | name of a file
            """, quoteCharacter = '`')
    void aRuleIsAppliedAtItsProperty(String properties, String pointer, String words) {
        assertError(pointer == null ? null : "/linux/resources" + pointer, words,
                linux("'resources': {" + properties + "}"));
    }

    @ParameterizedTest
    @CsvSource({"kernel, 1", "kernelTCP, -1", "useHierarchy, true"})
    void obsoleteSettingsAreWarnedOf(String setting, String value) {
        assertWarning("/linux/resources/memory/" + setting, "obsolete",
                linux("'resources': {'memory': {'" + setting + "': " + value + "}}"));
    }

    @Test
    void unknownWaysToUseADeviceAreWarnedOf() {
        assertNote("/linux/resources/devices/0/access", "letters out of rwm",
                linux("'resources': {'devices': [{'allow': true, 'access': 'rx'}]}"));
    }

    @Test
    void aResourcesDocumentIsCheckedByItself() {
        Findings findings = Findings.collecting("resources.json");
        Validator.validate(ConfigReader.readResources("resources.json", Lint.bytes("{'cpu': {'idle': 5}}")), findings);
        assertError("/cpu/idle", "0 or 1", findings.all());
    }
}
