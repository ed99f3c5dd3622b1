package carafe.spec.validate;

import carafe.spec.Config;
import carafe.spec.ConfigReader;
import carafe.spec.Mount;
import carafe.spec.Process;
import carafe.spec.json.Finding;
import carafe.spec.json.Findings;
import carafe.spec.json.SpecException;
import carafe.spec.resources.Resources;
import java.util.ArrayList;
import java.util.List;

/** All rules about what may stand in a document, beyond the types that reading already checks. */
public final class Validator {
    private Validator() {
    }

    /** Checks a whole config, part by part in the order of {@link Config}. */
    public static void validate(Config config, Findings findings) {
        Place root = Place.root(findings);
        ConfigRules.check(config, root);
    }

    /** Checks the document of {@code exec --process}. */
    public static void validate(Process process, Findings findings) {
        ProcessRules.check(process, Place.root(findings));
    }

    /** Checks the document of {@code update --resources}. */
    public static void validate(Resources resources, Findings findings) {
        ResourceRules.check(resources, Place.root(findings));
    }

    /**
     * Checks the document of {@code mounts add}.
     *
     * @param userNamespace whether the container has one
     */
    public static void validate(List<Mount> mounts, boolean userNamespace, Findings findings) {
        MountRules.check(mounts, userNamespace, Place.root(findings));
    }

    /**
     * Reads and checks a config without stopping.
     *
     * @param file how the findings name the document
     * @return everything found, in the order of the document; empty for a config without fault
     */
    public static List<Finding> lint(String file, byte[] json) {
        Findings findings = Findings.collecting(file);
        try {
            Config config = ConfigReader.readConfig(json, findings);
            if (config != null) {
                validate(config, findings);
            }
            return DocumentOrder.of(file, json).sort(findings.all());
        } catch (SpecException e) {
            List<Finding> all = new ArrayList<>(findings.all());
            all.add(e.finding());
            return all;
        }
    }
}
