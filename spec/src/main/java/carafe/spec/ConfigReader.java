package carafe.spec;

import carafe.spec.json.Findings;
import carafe.spec.json.JsonReader;
import carafe.spec.json.SpecException;
import carafe.spec.resources.Resources;
import java.util.List;

/**
 * Reads the documents that engines hand to the runtime, from the bytes of their files.
 *
 * <p>Everything that is not as the specification says goes to the {@link Findings}: a wrong type, a number out of
 * range, a word the specification does not know, a required property that is missing. What such a property means is
 * a question for validation.
 */
public final class ConfigReader {
    /** Bytes of a document that whoever reads its file should take; to hold it takes a multiple of that. */
    public static final int LARGEST = 10 << 20;

    private ConfigReader() {
    }

    /** Reads config.json, stopping at the first error. */
    public static Config readConfig(String file, byte[] json) {
        return readConfig(json, Findings.stoppingAtFirstError(file));
    }

    /**
     * Reads config.json.
     *
     * @return null if it is no object and the findings are collected
     * @throws SpecException as the findings say, and always if it is not JSON
     */
    public static Config readConfig(byte[] json, Findings findings) {
        return JsonReader.readDocument(json, findings, Config::read);
    }

    /** Reads the document of {@code exec --process}, stopping at the first error. */
    public static Process readProcess(String file, byte[] json) {
        return JsonReader.readDocument(json, Findings.stoppingAtFirstError(file), Process::read);
    }

    /** Reads the document of {@code update --resources}, stopping at the first error. */
    public static Resources readResources(String file, byte[] json) {
        return JsonReader.readDocument(json, Findings.stoppingAtFirstError(file), Resources::read);
    }

    /** Reads a list of mounts as {@code mounts} of config.json has it, stopping at the first error. */
    public static List<Mount> readMounts(String file, byte[] json) {
        return JsonReader.readArrayDocument(json, Findings.stoppingAtFirstError(file), Mount::read);
    }
}
