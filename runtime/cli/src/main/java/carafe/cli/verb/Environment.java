package carafe.cli.verb;

/** The environment variables of this process. */
public interface Environment {
    /** The value of a variable; null when it is not set. */
    String get(String name);
}
