package carafe.container.criu;

/** Options of CRIU that are used here, by their field in {@code criu_opts} of images/rpc.proto. */
enum CriuOption {
    /** A descriptor of the process that sends the request; CRIU opens it through /proc. */
    IMAGES_DIR_FD(1),
    PID(2),
    LEAVE_RUNNING(3),
    EXT_UNIX_SK(4),
    TCP_ESTABLISHED(5),
    EVASIVE_DEVICES(6),
    SHELL_JOB(7),
    FILE_LOCKS(8),
    LOG_LEVEL(9),
    LOG_FILE(10),
    PAGE_SERVER(11),
    NOTIFY_SCRIPTS(12),
    ROOT(13),
    PARENT_IMAGE(14),
    TRACK_MEMORY(15),
    AUTO_DEDUP(16),
    /** As {@link #IMAGES_DIR_FD}. */
    WORK_DIR_FD(17),
    LINK_REMAP(18),
    EXTERNAL_MOUNT(23),
    /** Stands for {@link #MANAGE_CGROUPS_MODE} in releases that do not know that. */
    MANAGE_CGROUPS(24),
    CGROUP_ROOT(25),
    /** The restored process becomes a sibling of CRIU, so a child of whoever started it. */
    RESTORE_SIBLING(26),
    INHERIT_FD(27),
    MANAGE_CGROUPS_MODE(34),
    EXTERNAL(37),
    /** CLONE_NEW* flags. */
    EMPTY_NAMESPACES(38),
    JOIN_NAMESPACE(39),
    FREEZE_CGROUP(44),
    TCP_SKIP_IN_FLIGHT(46),
    LAZY_PAGES(48),
    /** The master of a terminal whose slave is restored comes with a notification. */
    ORPHAN_PTS_MASTER(50),
    CONFIG_FILE(51),
    TCP_CLOSE(52),
    LSM_PROFILE(53),
    LSM_MOUNT_CONTEXT(63),
    NETWORK_LOCK(64);

    private final int field;

    CriuOption(int field) {
        this.field = field;
    }

    int field() {
        return field;
    }
}
