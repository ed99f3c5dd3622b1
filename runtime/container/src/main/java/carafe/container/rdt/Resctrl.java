package carafe.container.rdt;

import carafe.container.cgroup.fs.CgroupDirectory;
import carafe.container.path.MountTable;
import carafe.kernel.Kernel;

/** The mounted resctrl file system, whose directories behave like those of cgroups. */
final class Resctrl {
    static final String CACHE = "L3";
    static final String BANDWIDTH = "MB";
    static final String MONITORING = "L3_MON";

    private static final String USUAL_MOUNTPOINT = "/sys/fs/resctrl";
    /** RDTGROUP_SUPER_MAGIC, include/uapi/linux/magic.h */
    private static final long MAGIC = 0x7655821;

    private final Kernel kernel;
    private final CgroupDirectory root;

    /** @param mountpoint absolute path, without a slash at its end */
    Resctrl(Kernel kernel, String mountpoint) {
        this.kernel = kernel;
        this.root = new CgroupDirectory(kernel, mountpoint);
    }

    /** Where the host has it mounted; null if nowhere. */
    static Resctrl find(Kernel kernel) {
        long type = kernel.allowingAll().fileSystemType(USUAL_MOUNTPOINT);
        if (type == MAGIC) {
            return new Resctrl(kernel, USUAL_MOUNTPOINT);
        }
        if (type == 0) {
            // the kernel makes the directory on every machine that could have the file system
            return null;
        }
        for (MountTable.Mount mount : MountTable.read(kernel)) {
            if (mount.type().equals("resctrl")) {
                return new Resctrl(kernel, mount.mountpoint());
            }
        }
        return null;
    }

    /** Whether the processor can divide (or count) this resource and the kernel lets it. */
    boolean has(String resource) {
        return info(resource).exists();
    }

    CgroupDirectory info(String resource) {
        return root.child("info").child(resource);
    }

    CgroupDirectory root() {
        return root;
    }

    CgroupDirectory directory(String path) {
        return new CgroupDirectory(kernel, path);
    }

    /** In the kernel's words, why it refused the last request; null if it says nothing. */
    String lastStatus() {
        String status = root.child("info").readIfThere("last_cmd_status");
        return status == null || status.isBlank() || status.strip().equals("ok") ? null : status.strip();
    }
}
