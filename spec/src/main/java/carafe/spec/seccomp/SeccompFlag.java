package carafe.spec.seccomp;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** Flags of the filter (linux/seccomp.h). */
public enum SeccompFlag implements SpecWord {
    TSYNC("SECCOMP_FILTER_FLAG_TSYNC", 1),
    LOG("SECCOMP_FILTER_FLAG_LOG", 1 << 1),
    SPEC_ALLOW("SECCOMP_FILTER_FLAG_SPEC_ALLOW", 1 << 2),
    WAIT_KILLABLE_RECV("SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV", 1 << 5);

    public static final Vocabulary<SeccompFlag> WORDS = Vocabulary.of(values());

    private final String word;
    private final int bit;

    SeccompFlag(String word, int bit) {
        this.word = word;
        this.bit = bit;
    }

    @Override
    public String word() {
        return word;
    }

    /** The bit for seccomp(SECCOMP_SET_MODE_FILTER). */
    public int bit() {
        return bit;
    }
}
