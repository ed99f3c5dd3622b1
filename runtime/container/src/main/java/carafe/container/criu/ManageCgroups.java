package carafe.container.criu;

/** How CRIU treats cgroups: {@code criu_cg_mode} of images/rpc.proto, as far as it can be asked for. */
public enum ManageCgroups {
    IGNORE("ignore", 0),
    SOFT("soft", 3),
    FULL("full", 4),
    STRICT("strict", 5),
    DEFAULT("", 6);

    private final String word;
    private final int number;

    ManageCgroups(String word, int number) {
        this.word = word;
        this.number = number;
    }

    /** @param word null or empty for the default */
    public static ManageCgroups of(String word) {
        for (ManageCgroups mode : values()) {
            if (mode.word.equals(word)) {
                return mode;
            }
        }
        return DEFAULT;
    }

    int number() {
        return number;
    }
}
