package carafe.spec;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** Execution domains of personality(2) (linux/personality.h). */
public enum PersonalityDomain implements SpecWord {
    LINUX(0x0000),
    /** uname(2) then shows a 32-bit machine. */
    LINUX32(0x0008);

    public static final Vocabulary<PersonalityDomain> WORDS = Vocabulary.of(values());

    private final int number;

    PersonalityDomain(int number) {
        this.number = number;
    }

    @Override
    public String word() {
        return name();
    }

    /** PER_*. */
    public int number() {
        return number;
    }
}
