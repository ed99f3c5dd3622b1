package carafe.cli.trace;

/**
 * What was traced.
 *
 * @param name        such as {@code carafe run}
 * @param containerId null if none was named
 * @param pid         of this process
 * @param failure     what it failed with; null if it did not
 * @param parent      the span that this is part of, null for none
 * @param random      8 bytes that no other trace has, as sixteen digits; twice where 16 bytes are wanted
 */
public record TracedCommand(String name, String containerId, int pid, String failure, TraceParent parent, String random) {
}
