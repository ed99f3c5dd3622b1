package carafe.spec.json;

/** Whether a finding stops a container from being created. */
public enum Severity {
    /** The document cannot be used. */
    ERROR,
    /** The document can be used; what was found is ignored or replaced as the finding says. */
    WARNING
}
