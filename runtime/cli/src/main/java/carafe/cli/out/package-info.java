/** Where text leaves the program: standard output and error, and the log in the two forms that engines read. */
package carafe.cli.out;
