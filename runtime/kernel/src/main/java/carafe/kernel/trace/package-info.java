/** What is called: as it went, or as it would. */
package carafe.kernel.trace;
