/** Help texts, laid out from the syntax tables. */
package carafe.cli.help;
