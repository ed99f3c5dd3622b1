/**
 * Names of things inside a root file system that nobody can trust.
 *
 * <p>An image decides what its paths are, and another container that shares a directory can change them at any moment.
 * So nothing here is ever checked by name and then used by name: a path becomes a descriptor once, resolved as if the
 * root file system were the root, and everything else works on the descriptor.
 */
package carafe.container.path;
