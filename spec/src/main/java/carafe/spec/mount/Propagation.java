package carafe.spec.mount;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** How mounts travel between mount namespaces, with the flags of mount(2) (linux/mount.h). */
public enum Propagation implements SpecWord {
    PRIVATE("private", MsFlag.MS_PRIVATE),
    SHARED("shared", MsFlag.MS_SHARED),
    SLAVE("slave", MsFlag.MS_SLAVE),
    UNBINDABLE("unbindable", MsFlag.MS_UNBINDABLE),
    RPRIVATE("rprivate", MsFlag.MS_PRIVATE | MsFlag.MS_REC),
    RSHARED("rshared", MsFlag.MS_SHARED | MsFlag.MS_REC),
    RSLAVE("rslave", MsFlag.MS_SLAVE | MsFlag.MS_REC),
    RUNBINDABLE("runbindable", MsFlag.MS_UNBINDABLE | MsFlag.MS_REC);

    public static final Vocabulary<Propagation> WORDS = Vocabulary.of(values());

    private final String word;
    private final long flags;

    Propagation(String word, long flags) {
        this.word = word;
        this.flags = flags;
    }

    @Override
    public String word() {
        return word;
    }

    /** MS_* flags for mount(2); the type without MS_REC is also what mount_setattr(2) takes. */
    public long flags() {
        return flags;
    }

    /** Whether it goes for the mounts below as well. */
    public boolean recursive() {
        return (flags & MsFlag.MS_REC) != 0;
    }

    /** MS_* without MS_REC. */
    public long type() {
        return flags & ~MsFlag.MS_REC;
    }
}
