package carafe.monitor.system;

import carafe.kernel.Sys;
import carafe.shim.CriTimestamp;

/** The time of day for log records, with the offset of the machine's zone. */
public final class Clock {
    private final Sys sys;
    private final ZoneFile zone;
    private final long now;

    public Clock(Sys sys, ZoneFile zone) {
        this.sys = sys;
        this.zone = zone;
        now = sys.arena().allocate(2 * Long.BYTES, Long.BYTES);
    }

    /** Puts the current time into a log record's head. */
    public void stamp(CriTimestamp timestamp) {
        sys.realtime(now);
        int at = sys.offset(now);
        long second = sys.memory().getLong(at);
        timestamp.set(second, (int) sys.memory().getLong(at + Long.BYTES), zone.offsetAt(second));
    }
}
