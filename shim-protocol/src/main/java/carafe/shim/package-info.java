/**
 * Every wire format the monitor speaks, each defined once: what an engine reads from the sync pipe, what an attach
 * client gets, what the control fifos carry, how a log line looks, and the control socket that goes beyond conmon.
 *
 * <p>Nothing here opens a file or a socket (but {@link carafe.shim.MonitorClient#connect}); the formats work on bytes.
 */
package carafe.shim;
