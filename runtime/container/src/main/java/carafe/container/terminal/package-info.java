/** The caller's terminal while a container runs in the foreground. */
package carafe.container.terminal;
