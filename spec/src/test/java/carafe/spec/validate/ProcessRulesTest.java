package carafe.spec.validate;

import static carafe.spec.validate.Lint.assertError;
import static carafe.spec.validate.Lint.assertNote;
import static carafe.spec.validate.Lint.assertWarning;
import static carafe.spec.validate.Lint.lint;
import static carafe.spec.validate.Lint.process;

import carafe.spec.ConfigReader;
import carafe.spec.json.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'rlimits': [{'type': 'RLIMIT_CORE', 'soft': 1, 'hard': 1}, {'type': 'RLIMIT_CPU', 'soft': 0, 'hard': 1}] | |
            'rlimits': [{'type': 'RLIMIT_CORE', 'soft': 1, 'hard': 1}, {'type': 'RLIMIT_CORE', 'soft': 0, 'hard': 1}] \
              | /process/rlimits/1/type | only once
            'rlimits': [{'type': 'RLIMIT_CORE', 'soft': 18446744073709551615, 'hard': 5}] \
              | /process/rlimits/0/soft | at most the hard limit, 5
            'oomScoreAdj': -1000  | |
            'oomScoreAdj': 1001   | /process/oomScoreAdj | from -1000 to 1000
            'execCPUAffinity': {'initial': '0-3,7', 'final': '1'} | |
            'execCPUAffinity': {'initial': '3-1'}                 | /process/execCPUAffinity/initial | such as 0-3,7
            'execCPUAffinity': {'final': '1,,2'}                  | /process/execCPUAffinity/final   | such as 0-3,7
            'scheduler': {'policy': 'SCHED_OTHER', 'nice': 19}    | |
            'scheduler': {'policy': 'SCHED_BATCH', 'nice': 20}    | /process/scheduler/nice     | from -20 to 19
            'scheduler': {'policy': 'SCHED_FIFO', 'priority': 99} | |
            'scheduler': {'policy': 'SCHED_RR'}                   | /process/scheduler/priority | from 1 to 99
            'scheduler': {'policy': 'SCHED_OTHER', 'priority': 1} | /process/scheduler/priority | none with SCHED_OTHER
            'scheduler': {'policy': 'SCHED_IDLE', 'runtime': 1}   | /process/scheduler/runtime  | SCHED_DEADLINE
            'scheduler': {'policy': 'SCHED_ISO'}                  | /process/scheduler/policy   | reserved
            'scheduler': {'nice': 1}                              | /process/scheduler/policy   | required
            'scheduler': {'policy': 'SCHED_DEADLINE', 'runtime': 5, 'deadline': 6, 'period': 7} | |
            'scheduler': {'policy': 'SCHED_DEADLINE', 'runtime': 5, 'deadline': 6}              | |
            'scheduler': {'policy': 'SCHED_DEADLINE', 'runtime': 7, 'deadline': 6} \
              | /process/scheduler/deadline | at least runtime
            'scheduler': {'policy': 'SCHED_DEADLINE', 'runtime': 5, 'deadline': 6, 'period': 5} \
              | /process/scheduler/period | at least deadline
            'ioPriority': {'class': 'IOPRIO_CLASS_BE', 'priority': 7} | |
            'ioPriority': {'class': 'IOPRIO_CLASS_BE', 'priority': 8} | /process/ioPriority/priority | from 0 to 7
            'ioPriority': {'class': 'IOPRIO_CLASS_BE'}                | /process/ioPriority/priority | required
            'ioPriority': {'class': 'IOPRIO_CLASS_IDLE'}              | |
            'ioPriority': {'class': 'BEST', 'priority': 1}            | /process/ioPriority/class | one of IOPRIO
            'user': {'uid': 0, 'gid': 0, 'umask': 512}                | /process/user/umask | from 0 to 511
            'user': {'uid': 4294967294, 'gid': 4294967294, 'additionalGids': [4294967294]} | |
            'user': {'uid': 4294967295}                               | /process/user/uid | from 0 to 4294967294
            'user': {'gid': 4294967295}                               | /process/user/gid | from 0 to 4294967294
            'user': {'additionalGids': [1, 4294967295]} | /process/user/additionalGids/1 | from 0 to 4294967294
            'args': ['']          | /process/args/0 | program
            'env': ['A\\u0000=1'] | /process/env/0 | NUL
            'env': ['A=']         | |
            'env': ['A=', 'PATH'] | /process/env/1 | name=value
            'env': ['=x']         | /process/env/0 | name=value
            'env': ['']           | /process/env/0 | name=value
            """, quoteCharacter = '`')
    void aRuleIsAppliedAtItsProperty(String properties, String pointer, String words) {
        assertError(pointer, words, process(properties));
    }

    @Test
    void argsAndCwdAreRequired() {
        assertError("/process/args", "program",
                lint("{'ociVersion': '1.0.0', 'root': {'path': 'r'}, 'process': {'cwd': '/'}}"));
        assertError("/process/cwd", "required",
                lint("{'ociVersion': '1.0.0', 'root': {'path': 'r'}, 'process': {'args': ['sh']}}"));
        assertError("/process/cwd", "absolute",
                lint("{'ociVersion': '1.0.0', 'root': {'path': 'r'}, 'process': {'args': ['sh'], 'cwd': 'a'}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'scheduler': {'policy': 'SCHED_FIFO', 'nice': 1, 'priority': 1} | /process/scheduler/nice | ignored
            'capabilities': {'effective': ['CAP_KILL']} | /process/capabilities/effective/0 | also permitted
            'capabilities': {'permitted': ['CAP_KILL'], 'ambient': ['CAP_KILL']} \
              | /process/capabilities/ambient/0 | also inheritable
            """, quoteCharacter = '`')
    void whatIsOnlyPointlessIsNoted(String properties, String pointer, String words) {
        assertNote(pointer, words, process(properties));
    }

    @Test
    void anUnknownCapabilityIsWarnedOf() {
        assertWarning("/process/capabilities/bounding/0", "ignored",
                process("'capabilities': {'bounding': ['CAP_FLY']}"));
    }

    @Test
    void aProcessDocumentIsCheckedByItself() {
        Findings findings = Findings.collecting("process.json");
        Validator.validate(ConfigReader.readProcess("process.json", Lint.bytes("{'cwd': 'a', 'args': ['sh']}")),
                findings);
        assertError("/cwd", "absolute", findings.all());
    }
}
