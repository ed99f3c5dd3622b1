package carafe.spec.seccomp;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** What happens to a system call: the spec's words and the kernel's return values (linux/seccomp.h). */
public enum SeccompAction implements SpecWord {
    /** The older name of {@link #KILL_THREAD}. */
    KILL("SCMP_ACT_KILL", 0x0000_0000),
    KILL_PROCESS("SCMP_ACT_KILL_PROCESS", 0x8000_0000),
    KILL_THREAD("SCMP_ACT_KILL_THREAD", 0x0000_0000),
    TRAP("SCMP_ACT_TRAP", 0x0003_0000),
    ERRNO("SCMP_ACT_ERRNO", 0x0005_0000),
    TRACE("SCMP_ACT_TRACE", 0x7ff0_0000),
    ALLOW("SCMP_ACT_ALLOW", 0x7fff_0000),
    LOG("SCMP_ACT_LOG", 0x7ffc_0000),
    NOTIFY("SCMP_ACT_NOTIFY", 0x7fc0_0000);

    public static final Vocabulary<SeccompAction> WORDS = Vocabulary.of(values());

    private final String word;
    private final int returnValue;

    SeccompAction(String word, int returnValue) {
        this.word = word;
        this.returnValue = returnValue;
    }

    @Override
    public String word() {
        return word;
    }

    /** SECCOMP_RET_* without data. */
    public int returnValue() {
        return returnValue;
    }

    /** Whether the low 16 bits of the return value carry an errno. */
    public boolean takesErrno() {
        return this == ERRNO || this == TRACE;
    }
}
