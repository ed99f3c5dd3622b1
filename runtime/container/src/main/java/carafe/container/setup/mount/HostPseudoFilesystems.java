package carafe.container.setup.mount;

import carafe.kernel.Errno;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.MountCalls;
import carafe.kernel.Ref;

/**
 * The procfs and sysfs mounts of the host, which stay within reach of a container that did not pivot.
 *
 * <p>A kernel lets a user namespace mount a fresh procfs or sysfs only if it already sees one in full. Taking these
 * away (or covering them) keeps a container from getting at what its own mounts of them hide.
 */
final class HostPseudoFilesystems {
    private static final int ROOT = 3;
    private static final int MOUNT_POINT = 4;
    private static final int FIRST_OPTIONAL = 6;

    private final Kernel kernel;

    HostPseudoFilesystems(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Unmounts or covers all that are not below {@code rootfs}. */
    void removeOutside(String rootfs) {
        // proc_pid_mountinfo(5)
        for (String line : kernel.readText(Fd.CWD, "/proc/self/mountinfo").split("\n")) {
            String[] fields = line.split(" ");
            String point = unescape(fields[MOUNT_POINT]);
            String type = typeOf(fields);
            boolean pseudo = type.equals("proc") || type.equals("sysfs");
            if (pseudo && fields[ROOT].equals("/") && !point.startsWith(rootfs)) {
                remove(point);
            }
        }
    }

    private static String typeOf(String[] fields) {
        int separator = FIRST_OPTIONAL;
        while (!fields[separator].equals("-")) {
            separator++;
        }
        return fields[separator + 1];
    }

    private void remove(String point) {
        Ref slave = kernel.allowing(Errno.ENOENT)
                .mount(null, point, null, MountCalls.MS_SLAVE | MountCalls.MS_REC, null);
        if (slave.failed()) {
            // went away with a mount above it
            return;
        }
        Ref unmounted = kernel.allowing(Errno.EINVAL, Errno.EPERM).umount(point, MountCalls.MNT_DETACH);
        if (unmounted.failed()) {
            kernel.mount("tmpfs", point, "tmpfs", 0, null);
        }
    }

    /** Space, tab, newline and backslash stand in mountinfo as three octal digits. */
    static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\' && i + 3 < field.length()) {
                text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                text.append(field.charAt(i));
            }
        }
        return text.toString();
    }
}
