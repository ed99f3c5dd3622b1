package carafe.monitor.option;

import java.util.List;

/**
 * What an engine wants to be done and written when a process has ended.
 *
 * @param exitDirectory for a file named like the container; null for none
 * @param persistDirectory for the files exit and oom; null for none
 * @param syncsLogs whether logs are made durable before
 * @param command the engine's clean-up, null for none
 * @param arguments of the command
 * @param delayMillis wait before the command is run
 */
public record ExitPlan(String exitDirectory, String persistDirectory, boolean syncsLogs, String command,
        List<String> arguments, long delayMillis) {
}
