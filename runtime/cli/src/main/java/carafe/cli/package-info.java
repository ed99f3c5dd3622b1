/** The carafe command line: one class per verb. */
package carafe.cli;
