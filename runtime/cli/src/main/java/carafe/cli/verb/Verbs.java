package carafe.cli.verb;

import java.util.List;

/** The commands of the program, in the order help lists them. */
public final class Verbs {
    private static final List<Verb> ALL = List.of();

    private Verbs() {
    }

    public static List<Verb> all() {
        return ALL;
    }

    /** The command with this name; null when there is none. */
    public static Verb named(String name) {
        for (Verb verb : ALL) {
            if (verb.syntax().name().equals(name)) {
                return verb;
            }
        }
        return null;
    }
}
