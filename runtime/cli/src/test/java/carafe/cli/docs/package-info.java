/** Generates the manual, the completion scripts and the command reference from the tables of flags. */
package carafe.cli.docs;
