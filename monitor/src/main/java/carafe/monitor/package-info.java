/** carafe-monitor: holds a container's stdio, logs, serves attach, records the exit code. */
package carafe.monitor;
