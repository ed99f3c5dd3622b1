/**
 * Drives CRIU, the program that writes the state of processes to image files and continues them from there.
 *
 * <pre>
 *   carafe                       socket (SOCK_SEQPACKET)          criu swrk FD
 *     CriuRequest: dump or restore ───────────────────────────────▶
 *     NOTIFY script, pid [, terminal] ◀────────────────────────────  at each of its steps
 *     NOTIFY success                 ─────────────────────────────▶  goes on, or gives up
 *     DUMP or RESTORE, success       ◀─────────────────────────────  and ends
 * </pre>
 *
 * <p>Messages are protocol buffers as CRIU's images/rpc.proto describes them, written and read by hand: a dozen
 * message types with numbers, flags and texts.
 */
package carafe.container.criu;
