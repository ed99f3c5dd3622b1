package carafe.spec.resources;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** Which kind of device node a rule is about. */
public enum DeviceRuleType implements SpecWord {
    ALL("a"),
    BLOCK("b"),
    CHAR("c");

    public static final Vocabulary<DeviceRuleType> WORDS = Vocabulary.of(values());

    private final String word;

    DeviceRuleType(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
