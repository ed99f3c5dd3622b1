package carafe.container.setup;

import carafe.kernel.Kernel;
import carafe.kernel.StepKind;
import java.nio.charset.StandardCharsets;

/** {@code hostname} and {@code domainname}; any time after the container's UTS namespace is entered. */
public final class Hostname {
    private final Kernel kernel;

    public Hostname(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Null leaves a name as it is. */
    public void set(String hostname, String domainname) {
        if (hostname != null && !hostname.isEmpty()) {
            kernel.enter(StepKind.HOSTNAME);
            kernel.setHostname(hostname, bytes(hostname));
        }
        if (domainname != null && !domainname.isEmpty()) {
            kernel.enter(StepKind.DOMAINNAME);
            kernel.setDomainname(domainname, bytes(domainname));
        }
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }
}
