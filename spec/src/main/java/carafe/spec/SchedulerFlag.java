package carafe.spec;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** Flags of sched_setattr(2) (linux/sched.h). */
public enum SchedulerFlag implements SpecWord {
    SCHED_FLAG_RESET_ON_FORK(0x01),
    SCHED_FLAG_RECLAIM(0x02),
    SCHED_FLAG_DL_OVERRUN(0x04),
    SCHED_FLAG_KEEP_POLICY(0x08),
    SCHED_FLAG_KEEP_PARAMS(0x10),
    SCHED_FLAG_UTIL_CLAMP_MIN(0x20),
    SCHED_FLAG_UTIL_CLAMP_MAX(0x40);

    public static final Vocabulary<SchedulerFlag> WORDS = Vocabulary.of(values());

    private final int bit;

    SchedulerFlag(int bit) {
        this.bit = bit;
    }

    @Override
    public String word() {
        return name();
    }

    /** The kernel's bit. */
    public int bit() {
        return bit;
    }
}
