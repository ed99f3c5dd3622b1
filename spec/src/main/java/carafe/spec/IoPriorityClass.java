package carafe.spec;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** Classes of I/O priority (linux/ioprio.h). */
public enum IoPriorityClass implements SpecWord {
    IOPRIO_CLASS_RT(1),
    IOPRIO_CLASS_BE(2),
    IOPRIO_CLASS_IDLE(3);

    public static final Vocabulary<IoPriorityClass> WORDS = Vocabulary.of(values());

    private final int number;

    IoPriorityClass(int number) {
        this.number = number;
    }

    @Override
    public String word() {
        return name();
    }

    /** The kernel's number; it stands above the 13 bits of the priority. */
    public int number() {
        return number;
    }
}
