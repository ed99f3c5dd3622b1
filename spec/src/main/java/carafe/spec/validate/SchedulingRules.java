package carafe.spec.validate;

import static carafe.spec.json.Finding.quoted;

import carafe.spec.IoPriority;
import carafe.spec.Scheduler;
import carafe.spec.SchedulerPolicy;

/** What sched_setattr(2) and ioprio_set(2) accept, and what each policy has a use for. */
final class SchedulingRules {
    private static final int LOWEST_NICE = -20;
    private static final int HIGHEST_NICE = 19;
    /** Real-time priorities: MAX_RT_PRIO - 1 (linux/sched/prio.h). */
    private static final int HIGHEST_PRIORITY = 99;
    private static final int LOWEST_IO_PRIORITY = 7;

    private SchedulingRules() {
    }

    static void check(Scheduler scheduler, Place place) {
        SchedulerPolicy policy = scheduler.policy();
        if (policy == null) {
            return;
        }
        if (policy == SchedulerPolicy.SCHED_ISO) {
            place.at("policy").error(quoted(policy.word()), "a policy that Linux implements; this one is reserved");
        }
        checkNice(scheduler, place.at("nice"));
        checkPriority(scheduler, place.at("priority"));
        checkDeadline(scheduler, place);
    }

    private static void checkNice(Scheduler scheduler, Place place) {
        SchedulerPolicy policy = scheduler.policy();
        int nice = scheduler.nice();
        if (policy != SchedulerPolicy.SCHED_OTHER && policy != SchedulerPolicy.SCHED_BATCH) {
            if (nice != 0) {
                place.note(Integer.toString(nice), "none with " + policy.word() + "; it is ignored");
            }
        } else if (nice < LOWEST_NICE || nice > HIGHEST_NICE) {
            place.error(Integer.toString(nice), "a number from -20 to 19");
        }
    }

    private static void checkPriority(Scheduler scheduler, Place place) {
        SchedulerPolicy policy = scheduler.policy();
        int priority = scheduler.priority();
        if (policy != SchedulerPolicy.SCHED_FIFO && policy != SchedulerPolicy.SCHED_RR) {
            if (priority != 0) {
                place.error(Integer.toString(priority),
                        "none with " + policy.word() + ", only SCHED_FIFO and SCHED_RR");
            }
        } else if (priority < 1 || priority > HIGHEST_PRIORITY) {
            place.error(Integer.toString(priority), "a number from 1 to 99 with " + policy.word());
        }
    }

    /** The kernel wants runtime &lt;= deadline &lt;= period, where a period of 0 stands for the deadline. */
    private static void checkDeadline(Scheduler scheduler, Place place) {
        if (scheduler.policy() != SchedulerPolicy.SCHED_DEADLINE) {
            requireAbsent(scheduler.runtime(), place.at("runtime"));
            requireAbsent(scheduler.deadline(), place.at("deadline"));
            requireAbsent(scheduler.period(), place.at("period"));
            return;
        }
        if (scheduler.runtime() == 0) {
            place.at("runtime").error("0", "nanoseconds per period with SCHED_DEADLINE");
        }
        if (Long.compareUnsigned(scheduler.runtime(), scheduler.deadline()) > 0) {
            place.at("deadline").error(Long.toUnsignedString(scheduler.deadline()),
                    "at least runtime, " + Long.toUnsignedString(scheduler.runtime()));
        }
        if (scheduler.period() != 0 && Long.compareUnsigned(scheduler.deadline(), scheduler.period()) > 0) {
            place.at("period").error(Long.toUnsignedString(scheduler.period()),
                    "at least deadline, " + Long.toUnsignedString(scheduler.deadline()));
        }
    }

    private static void requireAbsent(long value, Place place) {
        if (value != 0) {
            place.error(Long.toUnsignedString(value), "none, except with SCHED_DEADLINE");
        }
    }

    static void check(IoPriority ioPriority, Place place) {
        if (ioPriority.priority() < 0 || ioPriority.priority() > LOWEST_IO_PRIORITY) {
            place.at("priority").error(Integer.toString(ioPriority.priority()), "a number from 0 to 7");
        }
    }
}
