package carafe.container.setup;

import carafe.container.path.ProcHandle;
import carafe.kernel.Kernel;
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
            kernel.enter("set sysctl " + sysctl.getKey(), "/linux/sysctl/" + escape(sysctl.getKey()));
            proc.write("sys/" + path(sysctl.getKey()), sysctl.getValue());
        }
    }

    /**
     * As sysctl(8) reads names: whichever of dot and slash comes first separates, the other is part of a name, so that
     * {@code net.ipv4.conf.eth0/1.mtu} can name the interface {@code eth0.1}.
     */
    static String path(String name) {
        int dot = name.indexOf('.');
        int slash = name.indexOf('/');
        if (dot < 0 || slash >= 0 && slash < dot) {
            return name;
        }
        StringBuilder path = new StringBuilder(name);
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            path.setCharAt(i, c == '.' ? '/' : c == '/' ? '.' : c);
        }
        return path.toString();
    }

    /** A key in a JSON pointer (RFC 6901). */
    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
