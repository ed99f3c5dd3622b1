package carafe.spec.features;

/** Parts of a runtime that the features document answers with true or false: built in, whatever the host has. */
public enum Feature {
    CGROUP_V1,
    CGROUP_V2,
    SYSTEMD,
    SYSTEMD_USER,
    RDMA,
    SECCOMP,
    APPARMOR,
    SELINUX,
    INTEL_RDT,
    INTEL_RDT_SCHEMATA,
    INTEL_RDT_MONITORING,
    IDMAPPED_MOUNTS,
    NET_DEVICES,
    CHECKPOINT
}
