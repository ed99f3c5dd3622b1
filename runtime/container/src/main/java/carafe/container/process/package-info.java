/** How a process comes to be inside a container: namespaces, id maps, the plan of the set-up, hooks. */
package carafe.container.process;
