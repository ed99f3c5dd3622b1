package carafe.spec.json;

import java.util.ArrayList;
import java.util.List;

/** The closed set of words that the specification allows for one property. */
public final class Vocabulary<E extends SpecWord> {
    private final List<E> constants;
    private final String remark;

    private Vocabulary(List<E> constants, String remark) {
        this.constants = constants;
        this.remark = remark;
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // List.of copies them, and is safe itself
    public static <E extends SpecWord> Vocabulary<E> of(E... constants) {
        return new Vocabulary<>(List.of(constants), "");
    }

    /** The same, whose words are called this in messages: by the name that people know from runc's messages. */
    public Vocabulary<E> called(String name) {
        return new Vocabulary<>(constants, "; anything else is an invalid " + name);
    }

    /** The constant for {@code word}, or null if the specification does not know it. */
    public E find(String word) {
        for (E constant : constants) {
            if (constant.word().equals(word)) {
                return constant;
            }
        }
        return null;
    }

    public List<E> constants() {
        return constants;
    }

    /** All words, in the order of the constants. */
    public List<String> words() {
        List<String> words = new ArrayList<>(constants.size());
        for (E constant : constants) {
            words.add(constant.word());
        }
        return words;
    }

    /** "one of a, b, c", for messages. */
    public String expectation() {
        return "one of " + String.join(", ", words()) + remark;
    }
}
