package carafe.spec;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** Scheduling policies (linux/sched.h). */
public enum SchedulerPolicy implements SpecWord {
    SCHED_OTHER(0),
    SCHED_FIFO(1),
    SCHED_RR(2),
    SCHED_BATCH(3),
    /** Reserved by the kernel but not implemented: sched_setattr answers EINVAL. */
    SCHED_ISO(4),
    SCHED_IDLE(5),
    SCHED_DEADLINE(6);

    public static final Vocabulary<SchedulerPolicy> WORDS = Vocabulary.of(values());

    private final int number;

    SchedulerPolicy(int number) {
        this.number = number;
    }

    @Override
    public String word() {
        return name();
    }

    /** The kernel's number. */
    public int number() {
        return number;
    }
}
