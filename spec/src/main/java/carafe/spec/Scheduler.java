package carafe.spec;

import carafe.spec.json.JsonReader;
import java.util.List;

/**
 * Scheduling attributes for sched_setattr(2); numbers are 0 where absent, as the spec asks.
 *
 * @param nice     for SCHED_OTHER and SCHED_BATCH
 * @param priority for SCHED_FIFO and SCHED_RR
 * @param runtime  nanoseconds, unsigned; like the next two for SCHED_DEADLINE only
 * @param deadline nanoseconds, unsigned
 * @param period   nanoseconds, unsigned
 */
public record Scheduler(
        SchedulerPolicy policy,
        int nice,
        int priority,
        List<SchedulerFlag> flags,
        long runtime,
        long deadline,
        long period) {

    static Scheduler read(JsonReader in) {
        SchedulerPolicy policy = null;
        Integer nice = null;
        Integer priority = null;
        List<SchedulerFlag> flags = List.of();
        Long runtime = null;
        Long deadline = null;
        Long period = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "policy" -> policy = in.readWord(SchedulerPolicy.WORDS);
                case "nice" -> nice = in.readInteger(Integer.MIN_VALUE, Integer.MAX_VALUE);
                case "priority" -> priority = in.readInteger(Integer.MIN_VALUE, Integer.MAX_VALUE);
                case "flags" -> flags = in.readWords(SchedulerFlag.WORDS);
                case "runtime" -> runtime = in.readUint64();
                case "deadline" -> deadline = in.readUint64();
                case "period" -> period = in.readUint64();
                default -> in.skip();
            }
        }
        return new Scheduler(
                in.required("policy", policy),
                nice == null ? 0 : nice,
                priority == null ? 0 : priority,
                flags,
                runtime == null ? 0 : runtime,
                deadline == null ? 0 : deadline,
                period == null ? 0 : period);
    }
}
