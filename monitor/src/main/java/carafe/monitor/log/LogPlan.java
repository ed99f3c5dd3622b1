package carafe.monitor.log;

import carafe.shim.JournalEntry;
import carafe.shim.LogPolicy;
import carafe.shim.Stream;
import java.util.List;
import java.util.Map;

/**
 * Where a process's output is kept.
 *
 * @param targets one or more
 * @param file for targets that are files
 * @param journal for the journal; null if it is no target
 * @param policies the streams that have a rate limit
 */
public record LogPlan(List<LogTarget> targets, FilePlan file, JournalPlan journal, Map<Stream, LogPolicy> policies) {
    /**
     * How log files are kept.
     *
     * @param sizeMax bytes at which a file is begun anew, negative for none
     * @param totalMax bytes that are logged at all, negative for none
     * @param rotates whether old files are kept
     * @param keep how many
     * @param allowed directories in which files may be renamed; none for any
     * @param lastLine what becomes of output that ends without a newline
     */
    public record FilePlan(long sizeMax, long totalMax, boolean rotates, int keep, List<String> allowed,
            K8sFileLog.LastLine lastLine) {
    }

    /**
     * How entries for the journal are made.
     *
     * @param marksPartial whether pieces of a long line get the field that says so
     * @param stallMillis how long a journald that takes nothing is waited for
     */
    public record JournalPlan(JournalEntry entry, boolean marksPartial, long stallMillis) {
    }

    /** Whether the process has the monitor's own stdio, so that there is nothing to keep. */
    public boolean isPassthrough() {
        return targets.contains(new LogTarget.Passthrough());
    }
}
