package carafe.container.cgroup;

/** Who makes a container's cgroup. */
public enum CgroupDriver {
    /** Carafe, by making directories. */
    CGROUPFS("cgroupfs"),
    /** systemd, asked over D-Bus for a transient unit. */
    SYSTEMD("systemd"),
    /** Nobody: the container stays where the runtime is. */
    DISABLED("disabled");

    private final String word;

    CgroupDriver(String word) {
        this.word = word;
    }

    /** As after {@code --cgroup-manager}. */
    public String word() {
        return word;
    }

    /** Null for an unknown word. */
    public static CgroupDriver of(String word) {
        for (CgroupDriver driver : values()) {
            if (driver.word.equals(word)) {
                return driver;
            }
        }
        return null;
    }
}
