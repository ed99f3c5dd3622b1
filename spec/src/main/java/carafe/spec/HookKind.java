package carafe.spec;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** The points of the life cycle at which hooks run, in their order. */
public enum HookKind implements SpecWord {
    /** Deprecated, the same as createRuntime but before it. */
    PRESTART("prestart"),
    /** In the runtime's namespaces, after namespaces and mounts are made, before pivot_root. */
    CREATE_RUNTIME("createRuntime"),
    /** In the container's namespaces, path resolved in the runtime's, before pivot_root. */
    CREATE_CONTAINER("createContainer"),
    /** In the container, as part of start, before the user's program is executed. */
    START_CONTAINER("startContainer"),
    /** In the runtime's namespaces, after the user's program was executed, before start returns. */
    POSTSTART("poststart"),
    /** In the runtime's namespaces, after the container was deleted. */
    POSTSTOP("poststop");

    public static final Vocabulary<HookKind> WORDS = Vocabulary.of(values());

    private final String word;

    HookKind(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
