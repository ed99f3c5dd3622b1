package carafe.kernel;

/**
 * What a series of calls is for: the unit in which a set-up is listed, timed and reported.
 *
 * @param name    short and in the field's words, such as {@code mount /proc}
 * @param pointer the JSON pointer of the config.json property behind it, empty if there is none
 */
public record Step(String name, String pointer) {
    public static final Step NONE = new Step("", "");
}
