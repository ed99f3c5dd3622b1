/**
 * The container's mounts: its root file system, what config.json mounts into it, and what is hidden or made read-only.
 *
 * <pre>
 *   RootFilesystem      the container's root directory
 *   Mounts              the list in config.json, in order; a class for each kind that is special
 *     MountSources      what is bound; MountTargets: what is covered
 *     MountApi          how a mount is made: DetachedMounts (by descriptors), ClassicMounts (mount(2))
 *   ReadonlyPaths, MaskedPaths
 * </pre>
 */
package carafe.container.setup.mount;
