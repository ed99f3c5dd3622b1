package carafe.spec.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where reading and validation report what they find in one document.
 *
 * <p>{@code create} stops at the first error, {@code spec --validate} wants them all; the code that finds them is the
 * same.
 */
public final class Findings {
    private final String file;
    private final boolean stopAtFirstError;
    private final List<Finding> found = new ArrayList<>();

    private Findings(String file, boolean stopAtFirstError) {
        this.file = file;
        this.stopAtFirstError = stopAtFirstError;
    }

    /** Throws {@link SpecException} at the first error; warnings are collected. */
    public static Findings stoppingAtFirstError(String file) {
        return new Findings(file, true);
    }

    /** Collects everything. Only a document that is not JSON at all still ends with a {@link SpecException}. */
    public static Findings collecting(String file) {
        return new Findings(file, false);
    }

    /** The document, as the caller named it. */
    public String file() {
        return file;
    }

    public void add(Finding finding) {
        if (stopAtFirstError && finding.severity() == Severity.ERROR) {
            throw new SpecException(file, finding);
        }
        found.add(finding);
    }

    /** In the order in which they were found. */
    public List<Finding> all() {
        return Collections.unmodifiableList(found);
    }

    /** Whether something was already found at this place. */
    boolean mention(String pointer) {
        for (Finding finding : found) {
            if (finding.pointer().equals(pointer)) {
                return true;
            }
        }
        return false;
    }
}
