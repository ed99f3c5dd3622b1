package carafe.spec.mount;

/** How a bind mount treats symbolic links, which are followed otherwise: crun's options. */
public enum LinkRule {
    /** A source that is a link is made anew at the destination, instead of a mount. */
    COPY_SYMLINK("copy-symlink"),
    /** A source that is a link is itself what is bound. */
    SRC_NOFOLLOW("src-nofollow"),
    /** A destination that is a link is itself what is covered; it must be there. */
    DEST_NOFOLLOW("dest-nofollow");

    private final String word;

    LinkRule(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
