/**
 * Containers for Java programs: begin with {@link carafe.container.api.Containers}. What else is in this module may change
 * with any release.
 */
package carafe.container.api;
