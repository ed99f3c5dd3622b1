package carafe.container.setup;

import carafe.container.path.ProcHandle;
import carafe.container.setup.mount.ReadonlyPaths;
import carafe.kernel.Kernel;
import carafe.kernel.StepKind;
import carafe.spec.SysctlName;
import java.util.Map;

/**
 * {@code linux.sysctl}. After the namespaces whose sysctls these are; before {@link ReadonlyPaths} only by custom, as
 * the values are written through a procfs that the container's mounts cannot reach (CVE-2025-52881).
 */
public final class Sysctls {
    private final Kernel kernel;
    private final ProcHandle proc;

    public Sysctls(Kernel kernel, ProcHandle proc) {
        this.kernel = kernel;
        this.proc = proc;
    }

    public void write(Map<String, String> sysctls) {
        for (Map.Entry<String, String> sysctl : sysctls.entrySet()) {
            kernel.enter(StepKind.SYSCTL, sysctl.getKey(), "/linux/sysctl/" + escape(sysctl.getKey()));
            proc.write("sys/" + SysctlName.of(sysctl.getKey()).path(), sysctl.getValue());
        }
    }

    /** A key in a JSON pointer (RFC 6901). */
    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
