package carafe.container.cgroup.devices;

import carafe.container.CgroupFailed;

/** Ways to use a device as bits (include/uapi/linux/bpf.h: BPF_DEVCG_ACC_*). */
final class DeviceAccess {
    static final int MKNOD = 1;
    static final int READ = 2;
    static final int WRITE = 4;
    static final int ALL = MKNOD | READ | WRITE;

    private DeviceAccess() {
    }

    /** From letters out of "rwm", others count for nothing; null means all. */
    static int parse(String letters, String pointer) {
        if (letters == null) {
            return ALL;
        }
        int access = 0;
        for (int i = 0; i < letters.length(); i++) {
            access |= switch (letters.charAt(i)) {
                case 'r' -> READ;
                case 'w' -> WRITE;
                case 'm' -> MKNOD;
                default -> 0;
            };
        }
        if (access == 0) {
            throw CgroupFailed.invalid(pointer, "device access \"" + letters + "\" has none of the letters r, w and m");
        }
        return access;
    }

    /** As the files of version 1 have it. */
    static String letters(int access) {
        StringBuilder letters = new StringBuilder();
        if ((access & READ) != 0) {
            letters.append('r');
        }
        if ((access & WRITE) != 0) {
            letters.append('w');
        }
        if ((access & MKNOD) != 0) {
            letters.append('m');
        }
        return letters.toString();
    }
}
