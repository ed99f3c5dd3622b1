/** Cgroup file systems: where they are mounted, and reading and writing the files of one directory. */
package carafe.container.cgroup.fs;
