/** What can be done with a container, one class per operation, and where its state is kept in between. */
package carafe.container.lifecycle;
