package carafe.spec;

/** Versions of the OCI runtime specification. */
public final class SpecVersion {
    /** The oldest one whose configs are accepted. */
    public static final String OLDEST = "1.0.0";
    /** The one that is implemented, and that documents written here name. */
    public static final String CURRENT = "1.3.0";

    private SpecVersion() {
    }
}
