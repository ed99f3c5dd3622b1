/**
 * The servant: a static ELF of about a kilobyte that makes system calls on behalf of a Java program, inside the
 * namespaces of a container where no Java can run.
 *
 * <pre>
 *   carafe (Java)                                servant (ELF in a sealed memfd)
 *     posix_spawn ─────────────────────────────▶ not dumpable; maps the shared arena
 *     writes records into the arena
 *     {address, count} ──── SEQPACKET ─────────▶ runs them one by one, results into the records
 *     reads results    ◀──── {done, errno} ───── stops at the first error that was not allowed
 *        ...                                        ...
 *     clone3 record ───────────────────────────▶ child goes on with a control block of its own, the first one ends
 *                      ◀──── {0, 0} ──────────── the child is there
 *     last batch, socket closed ───────────────▶ ... execve
 * </pre>
 */
package carafe.kernel.servant;
