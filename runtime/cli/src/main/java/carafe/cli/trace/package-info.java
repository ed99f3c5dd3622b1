/** What {@code --trace} writes: the calls of one command in one of several formats. */
package carafe.cli.trace;
