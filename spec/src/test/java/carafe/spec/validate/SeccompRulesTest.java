package carafe.spec.validate;

import static carafe.spec.validate.Lint.assertError;
import static carafe.spec.validate.Lint.linux;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeccompRulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {} | |
            {'defaultAction': 'SCMP_ACT_ERRNO', 'defaultErrnoRet': 38} | |
            {'defaultAction': 'SCMP_ACT_ALLOW', 'defaultErrnoRet': 38} | /defaultErrnoRet | none with SCMP_ACT_ALLOW
            {'defaultAction': 'SCMP_ACT_NOTIFY'}                       | /defaultAction   | another action
            {'defaultAction': 'ALLOW'}                                 | /defaultAction   | one of SCMP_ACT_KILL
            {'syscalls': [{'names': ['read'], 'action': 'SCMP_ACT_ALLOW'}]} | /defaultAction | required
            {'defaultAction': 'SCMP_ACT_LOG', 'architectures': ['X86']} | /architectures/0 | one of SCMP_ARCH_X86
            {'defaultAction': 'SCMP_ACT_LOG', 'flags': ['TSYNC']}      | /flags/0 | one of SECCOMP_FILTER_FLAG_TSYNC
            {'defaultAction': 'SCMP_ACT_LOG', 'listenerMetadata': 'x'} | /listenerMetadata | none without
            """, quoteCharacter = '`')
    void theFilterAsAWhole(String seccomp, String pointer, String words) {
        assertError(pointer == null ? null : "/linux/seccomp" + pointer, words, linux("'seccomp': " + seccomp));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'names': ['read'], 'action': 'SCMP_ACT_TRACE', 'errnoRet': 1   | |
            'names': ['read'], 'action': 'SCMP_ACT_ALLOW', 'errnoRet': 1   | /errnoRet | none with SCMP_ACT_ALLOW
            'names': ['read'], 'action': 'SCMP_ACT_ERRNO', 'errnoRet': 65536 | /errnoRet | from 0 to 65535
            'names': ['read'], 'action': 'SCMP_ACT_ERRNO', 'errnoRet': 4096  | /errnoRet | at most 4095
            'names': ['read']                                              | /action   | required
            'names': [], 'action': 'SCMP_ACT_LOG'                          | /names    | at least one
            'names': ['read', 'write'], 'action': 'SCMP_ACT_NOTIFY'        | /names/1  | set-up needs this call
            'names': ['read'], 'action': 'SCMP_ACT_LOG', 'args': [{'index': 6, 'value': 1, 'op': 'SCMP_CMP_EQ'}] \
              | /args/0/index | from 0 to 5
            'names': ['read'], 'action': 'SCMP_ACT_LOG', 'args': [{'index': 1, 'op': 'SCMP_CMP_EQ'}] \
              | /args/0/value | required
            'names': ['read'], 'action': 'SCMP_ACT_LOG', 'args': [{'index': 1, 'value': 1, 'op': '=='}] \
              | /args/0/op | one of SCMP_CMP_NE
            """, quoteCharacter = '`')
    void aRule(String rule, String pointer, String words) {
        assertError(pointer == null ? null : "/linux/seccomp/syscalls/0" + pointer, words,
                linux("'seccomp': {'defaultAction': 'SCMP_ACT_ERRNO', 'listenerPath': '/agent',"
                        + " 'syscalls': [{" + rule + "}]}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'x': 1                    | /linux/seccomp/listenerPath | socket of the agent
            'listenerPath': '/agent'  | |
            """, quoteCharacter = '`')
    void notifyNeedsAnAgent(String property, String pointer, String words) {
        assertError(pointer, words, linux("'seccomp': {'defaultAction': 'SCMP_ACT_ALLOW', " + property
                + ", 'syscalls': [{'names': ['read'], 'action': 'SCMP_ACT_NOTIFY'}]}"));
    }
}
