package carafe.spec.seccomp;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** How an argument of a system call is compared; values are unsigned 64-bit. */
public enum SeccompOperator implements SpecWord {
    NE("SCMP_CMP_NE"),
    LT("SCMP_CMP_LT"),
    LE("SCMP_CMP_LE"),
    EQ("SCMP_CMP_EQ"),
    GE("SCMP_CMP_GE"),
    GT("SCMP_CMP_GT"),
    /** (argument &amp; value) == (valueTwo &amp; value). */
    MASKED_EQ("SCMP_CMP_MASKED_EQ");

    public static final Vocabulary<SeccompOperator> WORDS = Vocabulary.of(values());

    private final String word;

    SeccompOperator(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
