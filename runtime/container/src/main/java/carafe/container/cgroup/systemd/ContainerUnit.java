package carafe.container.cgroup.systemd;

import carafe.container.CgroupFailed;
import carafe.container.cgroup.dbus.DbusValue;
import carafe.container.cgroup.devices.DevicePolicy;
import carafe.kernel.Fd;
import carafe.kernel.Kernel;
import carafe.spec.resources.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The unit of one container. */
public final class ContainerUnit implements AutoCloseable {
    private static final int HAS_OOM_POLICY = 253;

    private final Systemd systemd;
    private final UnitName name;
    private final boolean user;
    private final boolean version2;

    /**
     * @param user     the user's own manager, for a runtime without privileges, else the system's
     * @param version2 of cgroups
     */
    public ContainerUnit(Kernel kernel, UnitName name, boolean user, boolean version2) {
        if (kernel.allowingAll().faccessat(Fd.CWD, "/run/systemd/system", 0, 0).failed()) {
            throw CgroupFailed.failed("systemd not running on this host, cannot use systemd cgroups manager");
        }
        if (user && !version2) {
            throw CgroupFailed.failed("cannot use rootless systemd cgroups manager on cgroup v1");
        }
        this.systemd = new Systemd(kernel, user);
        this.name = name;
        this.user = user;
        this.version2 = version2;
    }

    private String defaultSlice() {
        return user ? "user.slice" : "system.slice";
    }

    /** Where systemd puts its cgroup, from the root of the hierarchy. */
    public String path() {
        String below = name.path(defaultSlice());
        return user ? systemd.ownCgroup() + below : below;
    }

    /**
     * Starts the unit with one process in it and with its limits, because systemd writes a file for each property that is
     * set later.
     *
     * @param resources null for none
     */
    public void start(String containerId, int pid, Map<String, String> annotations, Resources resources) {
        List<UnitProperty> properties = new ArrayList<>();
        properties.add(UnitProperty.of("Description", "carafe container " + containerId));
        String slice = name.slice().isEmpty() ? defaultSlice() : name.slice();
        if (name.isSlice()) {
            properties.add(new UnitProperty("Wants", DbusValue.array("s", List.of(DbusValue.text(slice)))));
        } else {
            properties.add(UnitProperty.of("Slice", slice));
            // the cgroups below are ours
            properties.add(UnitProperty.of("Delegate", true));
            properties.add(new UnitProperty("PIDs", DbusValue.array("u", List.of(DbusValue.uint32(pid)))));
        }
        // statistics without limits; and what a process used before it joined the memory controller is never counted
        for (String accounting : List.of("MemoryAccounting", "CPUAccounting",
                version2 ? "IOAccounting" : "BlockIOAccounting", "TasksAccounting")) {
            properties.add(UnitProperty.of(accounting, true));
        }
        // the defaults would end the container early at shutdown and tie it to basic.target
        properties.add(UnitProperty.of("DefaultDependencies", false));
        if (resources != null) {
            properties.addAll(UnitLimits.of(resources, version2, systemd));
        }
        properties.addAll(AnnotatedProperties.of(annotations));
        addOomPolicy(properties, resources);
        systemd.start(name.unit(), properties);
    }

    /** systemd writes memory.oom.group itself, and takes the policy only when a unit starts. */
    private void addOomPolicy(List<UnitProperty> properties, Resources resources) {
        String group = resources == null ? null : resources.unified().get("memory.oom.group");
        if (group != null && systemd.version() >= HAS_OOM_POLICY) {
            properties.add(UnitProperty.of("OOMPolicy", group.strip().equals("1") ? "kill" : "continue"));
        }
    }

    /** As systemd will round them: what is to be written to the cgroup, too. */
    public static Resources asRounded(Resources resources) {
        return UnitLimits.asRounded(resources);
    }

    /** Tells systemd other limits; device rules stay. */
    public void limit(Resources resources) {
        List<UnitProperty> properties = UnitLimits.of(resources, version2, systemd);
        if (!properties.isEmpty()) {
            systemd.set(name.unit(), properties);
        }
    }

    /** Tells systemd the device rules of a new unit. A user's manager has no right to make any, and need not hear of them. */
    public void restrict(DevicePolicy devices) {
        if (!user && !devices.allowsAll()) {
            systemd.set(name.unit(), UnitDevices.of(devices));
        }
    }

    /** Moves a process in. */
    public void attach(String subCgroup, int pid) {
        systemd.attach(name.unit(), subCgroup.startsWith("/") ? subCgroup : "/" + subCgroup, pid);
    }

    /** Ends the unit with all processes that are left in it. */
    public void stop() {
        systemd.stop(name.unit());
    }

    @Override
    public void close() {
        systemd.close();
    }
}
