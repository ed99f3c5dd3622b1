package carafe.container.cgroup;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** Who makes a container's cgroup. */
public enum CgroupDriver implements SpecWord {
    /** Carafe, by making directories. */
    CGROUPFS("cgroupfs"),
    /** systemd, asked over D-Bus for a transient unit. */
    SYSTEMD("systemd"),
    /** Nobody: the container stays where the runtime is. */
    DISABLED("disabled");

    public static final Vocabulary<CgroupDriver> WORDS = Vocabulary.of(values());

    private final String word;

    CgroupDriver(String word) {
        this.word = word;
    }

    /** As after {@code --cgroup-manager}, and in state.json. */
    @Override
    public String word() {
        return word;
    }
}
