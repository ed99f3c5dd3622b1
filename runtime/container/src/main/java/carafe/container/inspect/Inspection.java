package carafe.container.inspect;

import carafe.container.seccomp.SeccompListing;
import java.util.List;

/**
 * A container as it is. What does not apply, or could not be read, is null or empty.
 *
 * @param pid of its first process in the caller's pid namespace; 0 if it has stopped
 * @param lsm label of the first process under AppArmor or SELinux
 * @param drift where it is not as config.json says; null if that was not asked for
 */
public record Inspection(
        String id, String status, String bundle, String rootfs, int pid, String lsm, List<NamespaceInfo> namespaces,
        List<String> uidMap, List<String> gidMap, List<ProcessInfo> processes, Filter seccomp, List<CgroupInfo> cgroups,
        List<Limit> limits, List<MountInfo> mounts, List<DescriptorInfo> descriptors, List<Drift> drift) {

    Inspection with(List<Drift> differences) {
        return new Inspection(id, status, bundle, rootfs, pid, lsm, namespaces, uidMap, gidMap, processes, seccomp,
                cgroups, limits, mounts, descriptors, differences);
    }

    /**
     * @param type       the word of config.json
     * @param inode      that the kernel knows it by
     * @param sharedWith "host", and ids of containers below the same state root
     */
    public record NamespaceInfo(String type, long inode, List<String> sharedWith) {
    }

    /** @param inside its pid in the container */
    public record ProcessInfo(
            int pid, int inside, String command, String uid, String gid, boolean noNewPrivileges, String seccomp,
            int filters, CapabilityInfo capabilities) {
    }

    /** The five sets, by name. */
    public record CapabilityInfo(
            List<String> effective, List<String> permitted, List<String> inheritable, List<String> bounding,
            List<String> ambient) {
    }

    /**
     * The system call filter of the first process.
     *
     * @param mode     disabled, strict or filter
     * @param count    how many filters the kernel runs for each call
     * @param origin   where the listing comes from: the kernel, or config.json
     * @param note     why it is not the kernel's, where that was asked for
     * @param listings the filters, the first to be asked first
     */
    public record Filter(String mode, int count, String origin, String note, List<SeccompListing> listings) {
    }

    /** @param controllers of version 1, separated by commas; empty for version 2 */
    public record CgroupInfo(String controllers, String path, String inside) {
    }

    /** Texts as the kernel's files have them; {@code limit} may be "max". */
    public record Limit(String name, String limit, String used) {
    }

    /**
     * @param root  the directory of the file system that is mounted; null if that is its root
     * @param flags of the mount and of the file system
     * @param propagation shared, slave of or both, with the peer group; null for private
     */
    public record MountInfo(
            String target, String source, String type, String root, List<String> flags, String propagation) {
    }

    /**
     * A descriptor of a process in the container that leads out of it.
     *
     * @param target as the kernel names it
     * @param why    in what way it leads out
     */
    public record DescriptorInfo(int pid, int fd, String target, String access, String why) {
    }

    /**
     * @param pointer what config.json asks for
     */
    public record Drift(String pointer, String expected, String found) {
    }
}
