package carafe.container.cgroup.fs;

import java.util.List;

/**
 * A version 1 hierarchy that is mounted, or the version 2 one beside them.
 *
 * @param controllers what it controls; never empty
 * @param mountpoint  on the host
 * @param own         where this process is, as an absolute path on the host
 */
public record V1Hierarchy(List<Controller> controllers, String mountpoint, String own) {

    /** The name of its directory below {@code /sys/fs/cgroup}, such as {@code cpu,cpuacct} or {@code systemd}. */
    public String directoryName() {
        if (has(Controller.SYSTEMD)) {
            return "systemd";
        }
        return has(Controller.UNIFIED) ? "unified" : kernelNames();
    }

    /** The option with which it is mounted, such as {@code cpu,cpuacct} or {@code name=systemd}. */
    public String kernelNames() {
        StringBuilder names = new StringBuilder();
        for (Controller controller : controllers) {
            names.append(names.isEmpty() ? "" : ",").append(controller.kernelName());
        }
        return names.toString();
    }

    public boolean has(Controller controller) {
        return controllers.contains(controller);
    }

    /**
     * The directory of a cgroup.
     *
     * @param inner absolute: from the mount; relative: from where this process is
     */
    public String directory(String inner) {
        return inner.startsWith("/") ? mountpoint + (inner.equals("/") ? "" : inner) : own + "/" + inner;
    }
}
