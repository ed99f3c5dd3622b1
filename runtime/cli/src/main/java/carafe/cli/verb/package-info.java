/** One class per verb: each holds its table of flags and turns a parsed command line into one lifecycle call. */
package carafe.cli.verb;
