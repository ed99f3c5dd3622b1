package carafe.spec;

import carafe.spec.json.JsonWriter;

/**
 * What a seccomp agent gets on its socket, together with the descriptor of the listener.
 *
 * <pre>
 *   runtime ── connect ──────────────────────────────────────▶ linux.seccomp.listenerPath (SOCK_STREAM)
 *   runtime ── {"ociVersion", "fds": ["seccompFd"], …} + fd ──▶ agent
 *   runtime ── close ────────────────────────────────────────▶
 * </pre>
 *
 * @param pid      of the process the filter is for, as the runtime sees it
 * @param metadata {@code linux.seccomp.listenerMetadata}; null if absent
 */
public record ContainerProcessState(String ociVersion, int pid, String metadata, State state) {
    /** The name of the only descriptor that is sent. */
    public static final String SECCOMP_FD = "seccompFd";

    public void write(JsonWriter out) {
        out.beginObject()
                .text("ociVersion", ociVersion)
                .beginArray("fds").text(SECCOMP_FD).endArray()
                .number("pid", pid)
                .text("metadata", metadata)
                .name("state");
        state.writeSpecified(out);
        out.endObject();
    }
}
