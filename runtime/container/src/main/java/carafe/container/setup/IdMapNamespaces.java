package carafe.container.setup;

/** Names the user namespaces whose mappings idmapped mounts use. */
public interface IdMapNamespaces {
    /** No mount maps ids. */
    IdMapNamespaces NONE = index -> null;

    /** The /proc/PID/ns/user file for the mount at this place in the list, null if it maps no ids. */
    String pathFor(int index);
}
