package carafe.spec.mount;

/** What one word in the options of a mount asks for. */
public sealed interface MountOption {
    /** Sets or clears flags of mount(2), {@link MsFlag}; several flags for words like "rbind", none for "defaults". */
    record Flag(long flags, boolean clears) implements MountOption {
    }

    /** Changes the propagation once the mount is made. */
    record Propagate(Propagation propagation) implements MountOption {
    }

    /** Sets or clears an attribute of this mount and all mounts below it, {@link MountAttr}; needs Linux 5.12. */
    record Recursive(long attribute, boolean clears) implements MountOption {
    }

    /** Maps the owners of files; needs Linux 5.12. */
    record IdMap(boolean recursive) implements MountOption {
    }

    /** What becomes of a symbolic link at an end of a bind mount. */
    record Link(LinkRule rule) implements MountOption {
    }

    /** Fills a tmpfs with what the directory underneath holds. */
    record CopyUp() implements MountOption {
    }
}
