/**
 * What a config means as a whole: one class of rules per part of the document.
 *
 * <p>The rules look at the document only. What depends on the host (kernel features, security modules, paths that must
 * exist) is checked where it is used.
 */
package carafe.spec.validate;
