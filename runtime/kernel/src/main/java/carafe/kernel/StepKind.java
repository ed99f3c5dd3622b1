package carafe.kernel;

/**
 * The concerns of a set-up, and of what else is done to a container. What is known about failures hangs on them: likely
 * causes, words that engines look for, which property of config.json is to blame.
 */
public enum StepKind {
    NONE(""),
    START_SERVANT("start the servant"),
    JOIN_CONTAINER("join the container's namespaces", "/linux/namespaces"),
    FIND_INIT("find the container's first process"),
    ENTER_ROOT("enter the container's root directory", "/root/path"),
    PASS_DESCRIPTORS("pass descriptors on"),
    PID_FILE("write the pid file"),
    WAIT_FOR_START("wait for start"),

    MAKE_NAMESPACES("make namespaces", "/linux/namespaces"),
    MAKE_NAMESPACE("make @ namespace", "/linux/namespaces"),
    OPEN_NAMESPACE("open @ namespace", "/linux/namespaces"),
    JOIN_NAMESPACE("join @ namespace", "/linux/namespaces"),
    ID_MAP("write @", "/linux/uidMappings"),
    BECOME_ROOT("become root of the user namespace", "/linux/uidMappings"),
    TIME_OFFSETS("write time offsets", "/linux/timeOffsets"),

    MAKE_CGROUP("make the cgroup", "/linux/cgroupsPath"),
    HAND_OVER_CGROUP("hand the cgroup over", "/linux/cgroupsPath"),
    JOIN_CGROUP("join the cgroup", "/linux/cgroupsPath"),
    WRITE_CGROUP("write @", "/linux/resources"),
    REMOVE_CGROUP("remove the cgroup", "/linux/cgroupsPath"),
    CGROUP_OPTIONS("put back the options of the host's cgroup2"),
    WATCH_MEMORY("watch for lack of memory"),
    RESTRICT_DEVICES("restrict devices", "/linux/resources/devices"),
    INTEL_RDT("set up Intel RDT", "/linux/intelRdt"),

    PRIVATE_PROCFS("open a private procfs"),
    VERIFY_NULL("verify /dev/null"),
    KEYRING("join session keyring"),
    LOOPBACK("bring loopback up", "/linux/namespaces"),
    NET_DEVICE("move network device @", "/linux/netDevices"),

    ROOT_PROPAGATION("propagation of root file system", "/linux/rootfsPropagation"),
    BIND_ROOT("bind root file system", "/root/path"),
    OPEN_ROOT("open root file system", "/root/path"),
    PIVOT_ROOT("pivot_root", "/root/path"),
    MOVE_ROOT("move root", "/root/path"),
    CHROOT("chroot", "/root/path"),
    READONLY_ROOT("make root file system read-only", "/root/readonly"),

    MOUNT("mount @", "/mounts"),
    /** By a process that has more rights than the container's. */
    MOUNT_SOURCE("mount @: open the source", "/mounts"),
    MOUNT_TARGETS("look at mount targets", "/mounts"),
    OPEN_SOURCE("open @", "/mounts"),
    MAP_MOUNT_IDS("map ids of @", "/mounts"),
    RECURSIVE_OPTIONS("set recursive mount options", "/mounts"),
    READONLY_MOUNTS("make mounts read-only", "/mounts"),
    COPY_MOUNTS("copy the host's mounts", "/linux/namespaces"),
    UNMOUNT("unmount @", "/mounts"),
    MOUNT_POINTS("make mount points", "/mounts"),
    DEVICE_NODES("make device nodes", "/linux/devices"),
    DEVICE("make device @", "/linux/devices"),
    BIND_DEVICE("bind device @", "/linux/devices"),
    LOOK_AT_READONLY_PATHS("look at read-only paths", "/linux/readonlyPaths"),
    READONLY_PATH("make @ read-only", "/linux/readonlyPaths"),
    LOOK_AT_MASKED_PATHS("look at masked paths", "/linux/maskedPaths"),
    MASKED_PATH("mask @", "/linux/maskedPaths"),

    HOSTNAME("set hostname", "/hostname"),
    DOMAINNAME("set domainname", "/domainname"),
    SYSCTL("set sysctl @", "/linux/sysctl"),
    TERMINAL("open terminal", "/process/terminal"),
    ATTACH_TERMINAL("attach terminal", "/process/terminal"),
    LOOK_AT_STREAMS("look at standard streams", "/process/user"),
    HAND_OVER_STREAMS("hand over standard streams", "/process/user"),

    OOM_SCORE("set oom_score_adj", "/process/oomScoreAdj"),
    RLIMIT("set @", "/process/rlimits"),
    SCHEDULER("set scheduler @", "/process/scheduler"),
    IO_PRIORITY("set I/O priority", "/process/ioPriority"),
    RESET_CPU_AFFINITY("reset CPU affinity"),
    CPU_AFFINITY("set CPU affinity @", "/process/execCPUAffinity"),
    PERSONALITY("set personality @", "/linux/personality"),
    MEMORY_POLICY("set memory policy", "/linux/memoryPolicy"),
    NO_NEW_PRIVILEGES("set no_new_privs", "/process/noNewPrivileges"),
    LOOK_AT_CAPABILITIES("look at capabilities", "/process/capabilities"),
    DROP_CAPABILITIES("drop capabilities", "/process/capabilities/bounding"),
    CAPABILITIES("set capabilities", "/process/capabilities"),
    IDENTITY("become user @", "/process/user"),
    HOME_DIRECTORY("look up home directory", "/process/user/uid"),
    MAKE_WORKING_DIRECTORY("make working directory @", "/process/cwd"),
    /** In runc's words. */
    WORKING_DIRECTORY("chdir to cwd (\"@\") set in config.json failed", "/process/cwd"),
    CHECK_APPARMOR("check AppArmor", "/process/apparmorProfile"),
    APPARMOR("set AppArmor profile", "/process/apparmorProfile"),
    CHECK_SELINUX("check SELinux", "/process/selinuxLabel"),
    SELINUX("set SELinux label", "/process/selinuxLabel"),
    SECCOMP("load the seccomp filter", "/linux/seccomp"),
    UNBLOCK_SIGNALS("unblock signals"),
    LOOK_UP_EXECUTABLE("look up executable", "/process/args/0"),
    /** In runc's words. */
    EXECUTE("exec @", "/process/args"),

    /** In runc's words. */
    HOOK("error running @", "/hooks"),
    START_CRIU("start criu"),
    /** One request to CRIU, named by its word. */
    CRIU("@"),
    MAKE_IMAGE_DIRECTORY("make @"),
    ROOT_FOR_CRIU("mount the root file system for criu", "/root/path");

    private final String before;
    private final String after;
    private final String pointer;

    StepKind(String words) {
        this(words, "");
    }

    /** @param words with @ where the subject stands */
    StepKind(String words, String pointer) {
        int at = words.indexOf('@');
        this.before = at < 0 ? words : words.substring(0, at);
        this.after = at < 0 ? "" : words.substring(at + 1);
        this.pointer = pointer;
    }

    /** The property of config.json behind it, as a JSON pointer; of steps with a subject of their own, what contains them. */
    public String pointer() {
        return pointer;
    }

    /** Short and in the field's words, such as {@code mount /proc}. */
    String name(String subject) {
        return before + subject + after;
    }
}
