package carafe.spec;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** Where a container is in its life; "paused" is no word of the specification, but all runtimes use it. */
public enum Status implements SpecWord {
    CREATING("creating"),
    CREATED("created"),
    RUNNING("running"),
    PAUSED("paused"),
    STOPPED("stopped");

    public static final Vocabulary<Status> WORDS = Vocabulary.of(values());

    private final String word;

    Status(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
