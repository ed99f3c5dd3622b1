package carafe.spec.json;

/** Whether a finding stops a container from being created. */
public enum Severity {
    /** The document cannot be used. */
    ERROR,
    /** The document can be used, but whoever wrote it has to know: what was found has no effect. */
    WARNING,
    /** The same, of what engines write as a matter of course: it is pointless or out of date, and does no harm. */
    NOTE
}
