package carafe.container.setup.mount;

import carafe.container.SetupFailed;
import carafe.container.path.ProcHandle;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.kernel.Step;
import carafe.kernel.StepKind;
import java.util.Set;

/**
 * What may be mounted onto /proc and below.
 *
 * <p>Security labels and sysctls are written through files of procfs, by Carafe and by programs in the container; an
 * image that gets something else mounted there would have them written nowhere (CVE-2019-16884, CVE-2019-19921). So
 * /proc itself takes a procfs only, and below it only the files that lxcfs emulates are covered.
 */
final class ProcMounts {
    private static final Set<String> EMULATED = Set.of(
            "/proc/cpuinfo", "/proc/diskstats", "/proc/meminfo", "/proc/stat", "/proc/swaps", "/proc/uptime",
            "/proc/loadavg", "/proc/slabinfo", "/proc/sys/kernel/ns_last_pid", "/proc/sys/crypto/fips_enabled");

    private ProcMounts() {
    }

    /** By the name; what names do not show, {@link #refuseInside} finds. */
    static void check(MountRequest request) {
        String path = request.path();
        if (path.equals("/proc") && !request.options().isBind() && !request.type().equals("proc")) {
            throw notProcfs(request.pointer() + "/type");
        }
        if (path.startsWith("/proc/") && !EMULATED.contains(path)) {
            throw inside(request.pointer() + "/destination", path);
        }
    }

    static void requireProcfs(Kernel kernel, Fd source, MountRequest request) {
        if (kernel.fileSystemType(source) != ProcHandle.MAGIC) {
            throw notProcfs(request.pointer() + "/source");
        }
    }

    /** A target reached through symbolic links must not be in a procfs. */
    static void refuseInside(Kernel kernel, Fd target, String path) {
        if (!EMULATED.contains(path) && kernel.fileSystemType(target) == ProcHandle.MAGIC) {
            throw inside("", path);
        }
    }

    private static SetupFailed notProcfs(String pointer) {
        return new SetupFailed(new Step(StepKind.MOUNT, "/proc", pointer),
                "\"/proc\" cannot be mounted because it is not of type proc", null);
    }

    private static SetupFailed inside(String pointer, String path) {
        return new SetupFailed(new Step(StepKind.MOUNT, path, pointer),
                "\"" + path + "\" cannot be mounted because it is inside /proc", null);
    }
}
