/** Bundle in, running container out. */
package carafe.container;
