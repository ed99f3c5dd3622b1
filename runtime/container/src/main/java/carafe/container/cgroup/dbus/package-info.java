/**
 * As much of D-Bus as it takes to ask systemd for something: connecting to a Unix socket, method calls, their replies,
 * and signals (https://dbus.freedesktop.org/doc/dbus-specification.html).
 *
 * <pre>
 *   client                               server
 *   \0 AUTH EXTERNAL, DATA, BEGIN  ───▶          who we are says the socket
 *                                  ◀───  DATA, OK
 *   Hello (only on a bus)          ───▶
 *                                  ◀───  our name
 *   method call, serial n          ───▶
 *                                  ◀───  signals, whenever
 *                                  ◀───  return of, or error for, serial n
 * </pre>
 */
package carafe.container.cgroup.dbus;
