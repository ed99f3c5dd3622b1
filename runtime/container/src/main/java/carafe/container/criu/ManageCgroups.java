package carafe.container.criu;

import carafe.container.Refused;

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

    /**
     * @param word null or empty for the default
     * @throws Refused if there is no such mode
     */
    public static ManageCgroups of(String word) {
        if (word == null) {
            return DEFAULT;
        }
        for (ManageCgroups mode : values()) {
            if (mode.word.equals(word)) {
                return mode;
            }
        }
        throw new Refused("invalid manage-cgroups-mode value \"" + word + "\", expected soft, full, strict or ignore");
    }

    int number() {
        return number;
    }
}
