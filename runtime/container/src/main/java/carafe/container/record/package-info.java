/**
 * Writes the seccomp profile that a bundle needs: its program runs under a filter that hands every call to an agent,
 * which notes it and lets it pass.
 *
 * <pre>
 *   agent (this process)                            carafe run (its child)
 *     temporary bundle: config.json with a filter
 *     that notifies, and the socket of the agent
 *     start the child             ───────────────▶  set-up, filter
 *     accept, take the listener   ◀───────────────  connect, send the listener
 *     note a call, CONTINUE       ◀──────────────▶  program
 *     write the profile           ◀───────────────  end
 * </pre>
 */
package carafe.container.record;
