package carafe.spec.json;

/** A constant that the specification writes as a string, such as {@code SCMP_ACT_ALLOW}. */
public interface SpecWord {
    /** The word as it stands in a document. */
    String word();
}
