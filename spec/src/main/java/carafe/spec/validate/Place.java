package carafe.spec.validate;

import carafe.spec.json.Finding;
import carafe.spec.json.Findings;

/** A place in the document that rules look at, and where their findings go. */
final class Place {
    private final Findings findings;
    private final Place parent;
    private final String name;

    private Place(Findings findings, Place parent, String name) {
        this.findings = findings;
        this.parent = parent;
        this.name = name;
    }

    /** The whole document. */
    static Place root(Findings findings) {
        return new Place(findings, null, null);
    }

    /** A property of the object at this place. */
    Place at(String property) {
        return new Place(findings, this, property);
    }

    /** An element of the array at this place. */
    Place at(int index) {
        return at(Integer.toString(index));
    }

    void error(String value, String expected) {
        findings.add(Finding.error(pointer(), value, expected));
    }

    void warn(String value, String expected) {
        findings.add(Finding.warning(pointer(), value, expected));
    }

    void note(String value, String expected) {
        findings.add(Finding.note(pointer(), value, expected));
    }

    void missing(String expected) {
        error(Finding.NOTHING, expected);
    }

    /** Paths must be absolute in most places; null passes, since it was reported when reading or is optional. */
    void requireAbsolute(String path) {
        if (path != null && !path.startsWith("/")) {
            error(Finding.quoted(path), "an absolute path");
        }
    }

    /** RFC 6901: "~" and "/" in names are escaped. */
    private String pointer() {
        if (parent == null) {
            return "";
        }
        return parent.pointer() + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
