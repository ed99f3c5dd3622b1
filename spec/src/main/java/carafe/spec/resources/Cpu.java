package carafe.spec.resources;

import carafe.spec.json.JsonReader;

/**
 * CPU time and placement; times in microseconds, null where absent.
 *
 * @param shares relative weight, unsigned; 1024 is the kernel's default
 * @param quota  per period; -1 for unlimited
 * @param cpus   list such as "0-3,7"
 * @param mems   memory nodes, same form
 * @param idle   1 for SCHED_IDLE, 0 for normal
 */
public record Cpu(
        Long shares,
        Long quota,
        Long burst,
        Long period,
        Long realtimeRuntime,
        Long realtimePeriod,
        String cpus,
        String mems,
        Long idle) {

    static Cpu read(JsonReader in) {
        Long shares = null;
        Long quota = null;
        Long burst = null;
        Long period = null;
        Long realtimeRuntime = null;
        Long realtimePeriod = null;
        String cpus = null;
        String mems = null;
        Long idle = null;
        while (in.nextProperty()) {
            switch (in.property()) {
                case "shares" -> shares = in.readUint64();
                case "quota" -> quota = in.readInt64();
                case "burst" -> burst = in.readUint64();
                case "period" -> period = in.readUint64();
                case "realtimeRuntime" -> realtimeRuntime = in.readInt64();
                case "realtimePeriod" -> realtimePeriod = in.readUint64();
                case "cpus" -> cpus = in.readText();
                case "mems" -> mems = in.readText();
                case "idle" -> idle = in.readInt64();
                default -> in.skip();
            }
        }
        return new Cpu(shares, quota, burst, period, realtimeRuntime, realtimePeriod, cpus, mems, idle);
    }
}
