package carafe.kernel;

/**
 * What a series of calls is for: the unit in which a set-up is listed, timed and reported.
 *
 * @param kind    the concern
 * @param subject what of it, such as the destination of a mount; empty where a set-up has one only
 * @param pointer the JSON pointer of the config.json property behind it, empty if there is none
 */
public record Step(StepKind kind, String subject, String pointer) {
    public static final Step NONE = new Step(StepKind.NONE, "", "");

    public Step(StepKind kind, String subject) {
        this(kind, subject, kind.pointer());
    }

    public Step(StepKind kind) {
        this(kind, "", kind.pointer());
    }

    /** Short and in the field's words, such as {@code mount /proc}. */
    public String name() {
        return kind.name(subject);
    }
}
