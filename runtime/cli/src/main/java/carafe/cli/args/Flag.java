package carafe.cli.args;

import java.util.List;

/**
 * One flag: everything that parsing, help, completion and manual need to know about it.
 *
 * <p>Flags are constants of the verb that owns them, and the keys under which {@link Arguments} holds their values.
 *
 * @param name long name, without dashes
 * @param alias short name without dash, or null
 * @param kind what its value looks like
 * @param placeholder name of the value in help texts; null for a toggle
 * @param fallback the value when the flag is absent, as it would be written; null when there is none
 * @param repeatable whether every occurrence adds a value (otherwise the last one wins)
 * @param hidden accepted, but shown neither in help nor in completion: kept for old callers only
 * @param completion what a shell offers for the value
 * @param help one sentence without a final stop
 */
public record Flag(
        String name,
        String alias,
        Kind kind,
        String placeholder,
        String fallback,
        boolean repeatable,
        boolean hidden,
        Completion completion,
        String help) {

    /** What the value of a flag must look like; checked while parsing. */
    public enum Kind {
        /** Present or absent; {@code =true} and {@code =false} may be attached. */
        TOGGLE,
        /** Any text. */
        TEXT,
        /** Any text, attached with {@code =}; empty if the flag stands alone. */
        ATTACHED_TEXT,
        /** A 64-bit integer in Go's notation: decimal, or with a 0x, 0o or 0b prefix. */
        INTEGER,
        /** A duration in Go's notation, such as 500ms or 1m30s. */
        DURATION
    }

    /** {@code --help}, which every verb and the program itself accept. */
    public static final Flag HELP = toggle("help", "show this help").withAlias("h");

    public static Flag toggle(String name, String help) {
        return new Flag(name, null, Kind.TOGGLE, null, null, false, false, new Completion.Nothing(), help);
    }

    public static Flag text(String name, String placeholder, String help) {
        return new Flag(name, null, Kind.TEXT, placeholder, null, false, false, new Completion.Nothing(), help);
    }

    /** A text flag whose value names a file or a socket. */
    public static Flag file(String name, String placeholder, String help) {
        return new Flag(name, null, Kind.TEXT, placeholder, null, false, false, new Completion.Files(), help);
    }

    /** A flag that may have a file's name attached. */
    public static Flag optionalFile(String name, String placeholder, String help) {
        return new Flag(name, null, Kind.ATTACHED_TEXT, placeholder, null, false, false, new Completion.Nothing(), help);
    }

    /** A text flag whose value names a directory. */
    public static Flag directory(String name, String placeholder, String help) {
        return new Flag(name, null, Kind.TEXT, placeholder, null, false, false, new Completion.Directories(), help);
    }

    /** A text flag for which only these words make sense; the verb itself refuses others, in its own words. */
    public static Flag choice(String name, String placeholder, List<String> words, String help) {
        Completion completion = new Completion.OneOf(words);
        return new Flag(name, null, Kind.TEXT, placeholder, null, false, false, completion, help);
    }

    public static Flag integer(String name, String placeholder, String help) {
        return new Flag(name, null, Kind.INTEGER, placeholder, null, false, false, new Completion.Nothing(), help);
    }

    public static Flag duration(String name, String placeholder, String help) {
        return new Flag(name, null, Kind.DURATION, placeholder, null, false, false, new Completion.Nothing(), help);
    }

    public Flag withAlias(String shortName) {
        return new Flag(name, shortName, kind, placeholder, fallback, repeatable, hidden, completion, help);
    }

    public Flag orElse(String value) {
        return new Flag(name, alias, kind, placeholder, value, repeatable, hidden, completion, help);
    }

    public Flag repeated() {
        return new Flag(name, alias, kind, placeholder, fallback, true, hidden, completion, help);
    }

    public Flag concealed() {
        return new Flag(name, alias, kind, placeholder, fallback, repeatable, true, completion, help);
    }

    /** Whether the next word is its value, if none is attached. */
    public boolean takesValue() {
        return kind != Kind.TOGGLE && kind != Kind.ATTACHED_TEXT;
    }

    /** What help texts show behind the name. */
    public String shownValue() {
        return takesValue() ? " " + placeholder : kind == Kind.ATTACHED_TEXT ? "[=" + placeholder + "]" : "";
    }

    boolean isNamed(String word) {
        return name.equals(word) || word.equals(alias);
    }
}
