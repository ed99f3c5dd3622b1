/**
 * What may be written on the command line, as data, and how it is read.
 *
 * <p>A verb declares one {@link carafe.cli.args.Syntax}. Parsing, {@code --help}, shell completion and the man pages
 * are all derived from it, so a flag is described in exactly one place.
 */
package carafe.cli.args;
