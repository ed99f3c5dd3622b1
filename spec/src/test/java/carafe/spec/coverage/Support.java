package carafe.spec.coverage;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;
import java.util.Locale;

/** What becomes of an item of the coverage table. */
enum Support implements SpecWord {
    FULL,
    REFUSED,
    IGNORED,
    PLANNED;

    static final Vocabulary<Support> WORDS = Vocabulary.of(values());

    @Override
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
