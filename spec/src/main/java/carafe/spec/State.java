package carafe.spec;

import carafe.spec.json.Findings;
import carafe.spec.json.JsonReader;
import carafe.spec.json.JsonWriter;
import java.util.Map;

/**
 * The state of a container, as {@code state} and {@code list} print it and as hooks and seccomp agents get it.
 *
 * @param pid     of the container's first process as the reader of the document sees it; 0 when stopped
 * @param bundle  absolute path
 * @param rootfs  absolute path
 * @param created RFC 3339 in UTC with nanoseconds
 * @param owner   user name or "#uid" of who made the container; empty where it was not asked for
 */
public record State(
        String ociVersion,
        String id,
        int pid,
        Status status,
        String bundle,
        String rootfs,
        String created,
        Map<String, String> annotations,
        String owner) {

    /** Reads what {@link #write} wrote, or what runc and crun print; stops at the first error. */
    public static State read(String file, byte[] json) {
        return JsonReader.readDocument(json, Findings.stoppingAtFirstError(file), State::read);
    }

    static State read(JsonReader in) {
        String ociVersion = null;
        String id = null;
        Integer pid = null;
        Status status = null;
        String bundle = null;
        String rootfs = null;
        String created = null;
        Map<String, String> annotations = Map.of();
        String owner = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "ociVersion" -> ociVersion = in.readText();
                case "id" -> id = in.readText();
                case "pid" -> pid = in.readInteger(0, Integer.MAX_VALUE);
                case "status" -> status = in.readWord(Status.WORDS);
                case "bundle" -> bundle = in.readText();
                case "rootfs" -> rootfs = in.readText();
                case "created" -> created = in.readText();
                case "annotations" -> annotations = in.readTextMap();
                case "owner" -> owner = in.readText();
                default -> in.skip();
            }
        }
        return new State(
                in.required("ociVersion", ociVersion),
                in.required("id", id),
                pid == null ? 0 : pid,
                in.required("status", status),
                in.required("bundle", bundle),
                rootfs,
                created,
                annotations,
                owner == null ? "" : owner);
    }

    /** Writes what {@code state} and {@code list --format json} show, in the order runc has made customary. */
    public void write(JsonWriter out) {
        out.beginObject()
                .text("ociVersion", ociVersion)
                .text("id", id)
                .number("pid", pid)
                .word("status", status)
                .text("bundle", bundle)
                .text("rootfs", rootfs)
                .text("created", created)
                .textMap("annotations", annotations.isEmpty() ? null : annotations)
                .text("owner", owner)
                .endObject();
    }

    /** Writes the state of the specification, without what runtimes have added: for hooks and seccomp agents. */
    public void writeSpecified(JsonWriter out) {
        out.beginObject()
                .text("ociVersion", ociVersion)
                .text("id", id)
                .word("status", status);
        if (pid != 0) {
            out.number("pid", pid);
        }
        out.text("bundle", bundle)
                .textMap("annotations", annotations.isEmpty() ? null : annotations)
                .endObject();
    }
}
