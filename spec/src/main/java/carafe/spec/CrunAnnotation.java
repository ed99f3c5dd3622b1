package carafe.spec;

/**
 * The annotations by which crun(1) takes more than the specification has; engines set some of them whatever runtime
 * they call. Each either has crun's effect or is refused, but for {@code org.criu.config}, which runc has, too.
 */
public enum CrunAnnotation {
    /** Which mount option carries linux.mountLabel: context, fscontext, defcontext or rootcontext. */
    MOUNT_CONTEXT_TYPE("run.oci.mount_context_type", null),
    /** Socket that is sent a filter's listener, unless linux.seccomp.listenerPath names one. */
    SECCOMP_RECEIVER("run.oci.seccomp.receiver", null),
    SECCOMP_PLUGINS("run.oci.seccomp.plugins",
            "no plugins, which a static executable cannot load; run.oci.seccomp.receiver names a socket instead"),
    /** Whether a profile with system calls that are not known is refused. */
    SECCOMP_FAIL_UNKNOWN_SYSCALL("run.oci.seccomp_fail_unknown_syscall", null),
    /** A filter in base64, as seccomp(2) takes it, instead of linux.seccomp. */
    SECCOMP_BPF_DATA("run.oci.seccomp_bpf_data", null),
    /** Whether processes keep the caller's groups, and get no others. */
    KEEP_ORIGINAL_GROUPS("run.oci.keep_original_groups", null),
    /** Socket that is sent a pidfd of the container's first process. */
    PIDFD_RECEIVER("run.oci.pidfd_receiver", null),
    FORCE_CGROUP_V1("run.oci.systemd.force_cgroup_v1",
            "no such annotation; a mount of type cgroup shows the hierarchies that the host has"),
    /** Cgroup below a unit of systemd for the container's processes; only empty for none, as it is without. */
    SYSTEMD_SUBGROUP("run.oci.systemd.subgroup", null),
    /** Cgroup below the container's that has no limits of its own; only empty for none. */
    DELEGATE_CGROUP("run.oci.delegate-cgroup", null),
    /** Files that the output of hooks is appended to. */
    HOOKS_STDOUT("run.oci.hooks.stdout", null),
    HOOKS_STDERR("run.oci.hooks.stderr", null),
    /** What executes the container's program, if not the kernel. */
    HANDLER("run.oci.handler", null),
    TIMENS_OFFSET("run.oci.timens_offset", "no such annotation; linux.timeOffsets says the same");

    private static final CrunAnnotation[] ALL = values();

    private final String key;
    private final String refusal;

    CrunAnnotation(String key, String refusal) {
        this.key = key;
        this.refusal = refusal;
    }

    public String key() {
        return key;
    }

    /** What is expected instead, if it is not supported; else null. */
    public String refusal() {
        return refusal;
    }

    public static CrunAnnotation[] all() {
        return ALL;
    }

    /** Null if the config does not have it. */
    public String of(Config config) {
        return config.annotations().get(key);
    }

    /** Whether a switch is on: by any value but 0, as with crun. */
    public boolean isOn(Config config) {
        String value = of(config);
        return value != null && !value.equals("0");
    }
}
