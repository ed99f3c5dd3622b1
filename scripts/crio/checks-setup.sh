# shellcheck shell=bash
# What a container finds: namespaces, privileges, mounts, hooks.
# shellcheck disable=SC2154 # variables of the script that sources this

check_network_of_a_pod() {
    pod '.linux.security_context.namespace_options.network = 0 | .hostname = "inside" |
        .dns_config = {servers: ["10.254.17.53"], searches: ["example.org"]}'
    run address . sh -c 'ip addr show eth0; hostname; cat /etc/resolv.conf' >out
    expect_contains "$(cat out)" "inet $(crictl inspectp "$pod" | jq -r .status.network.ip)/24"
    expect_contains "$(cat out)" inside
    expect_contains "$(cat out)" 'nameserver 10.254.17.53'
    background other . sleep 100
    run neighbour . readlink /proc/self/ns/net >out
    expect "$(cat out)" "$(readlink "/proc/$(container=$(crictl ps -q --name other) pid_of_container)/ns/net")"
    end_pod
}

check_process_namespace_of_the_pod() {
    # the engine lowers this value of the process that holds the namespace
    (echo -998 >/proc/self/oom_score_adj) || skip 'not allowed to lower oom_score_adj'
    pod '.linux.security_context.namespace_options.pid = 0'
    background first . sleep 71
    run second . ps >out
    expect_contains "$(cat out)" 'sleep 71'
    expect_contains "$(cat out)" forever
    end_pod
}

no_process() {
    ! pgrep -f "$1"
}

check_process_namespace_of_the_host() {
    pod '.linux.security_context.namespace_options.pid = 2'
    run host . readlink /proc/self/ns/pid >out
    expect "$(cat out)" "$(readlink /proc/self/ns/pid)"
    background left . sh -c 'sleep 72 & sleep 73'
    local pid
    pid=$(pid_of_container)
    crictl stop -t 1 "$container"
    is_gone "$pid"
    # nothing but the runtime ends those that a container leaves in the host's namespace
    eventually no_process 'sleep 72'
    end_pod
}

check_process_namespace_of_another_container() {
    pod
    background target . sleep 74
    local target=$container
    run guest '.linux.security_context.namespace_options += {pid: 3, target_id: "'"$target"'"}' ps >out
    expect_contains "$(cat out)" 'sleep 74'
    end_pod
}

check_ipc_namespace_of_the_pod() {
    pod
    background first . sleep 100
    local first
    first=$(readlink "/proc/$(pid_of_container)/ns/ipc")
    background second . sh -c 'echo shared >/dev/shm/file; sleep 100'
    expect "$(readlink "/proc/$(pid_of_container)/ns/ipc")" "$first"
    eventually crictl exec -s "$(crictl ps -q --name first --pod "$pod")" cat /dev/shm/file
    end_pod
}

# pod_with_user_namespace NAME: sets $pod and $user_map
pod_with_user_namespace() {
    user_map='[{"host_id": 200000, "container_id": 0, "length": 65536}]'
    new_pod "$1" ".linux.security_context.namespace_options = {network: 0, pid: 1,
        userns_options: {mode: 0, uids: $user_map, gids: $user_map}}"
}

check_user_namespace() {
    pod_with_user_namespace user_namespace
    background user . sleep 100
    expect_contains "$(cat "/proc/$(pid_of_container)/uid_map")" 200000
    expect "$(stat -c %u "/proc/$(pid_of_container)")" 200000
    expect "$(crictl exec -s "$container" id -u)" 0
    crictl exec -s "$container" touch /var/data/file
    end_pod
}

check_volume_in_a_user_namespace() {
    has_feature user_namespaces || skip 'the runtime cannot map the ids of a mount'
    pod_with_user_namespace volume_in_a_user_namespace
    run volume ".mounts = [{host_path: \"$PWD\", container_path: \"/mapped\",
        uidMappings: $user_map, gidMappings: $user_map}]" stat -c %u /mapped >out
    expect "$(cat out)" 0
    end_pod
}

# The engine demands all that the kernel knows.
skip_without_all_capabilities() {
    local all
    all=$(printf '%016x' $(((1 << $(cat /proc/sys/kernel/cap_last_cap) + 1) - 1)))
    [ "$(sed -n 's/^CapBnd:\t//p' /proc/1/status)" != "$all" ] || return 1
    end_pod
    skip 'not all capabilities can be had here'
}

check_privileged() {
    pod '.linux.security_context.privileged = true'
    create privileged '.linux.security_context.privileged = true' sh -c 'grep CapEff /proc/self/status; ls /dev' ||
        skip_without_all_capabilities
    crictl start "$container"
    eventually has_state CONTAINER_EXITED
    crictl logs "$container" >out
    expect_contains "$(cat out)" "$(grep CapEff /proc/self/status)"
    expect_contains "$(cat out)" loop-control
    end_pod
}

check_capabilities() {
    pod
    run dropped '.linux.security_context.capabilities = {drop_capabilities: ["ALL"]}' grep CapBnd /proc/self/status >out
    expect_contains "$(cat out)" 0000000000000000
    run added '.linux.security_context.capabilities = {drop_capabilities: ["ALL"], add_capabilities: ["NET_ADMIN"]}' \
        grep CapEff /proc/self/status >out
    expect_contains "$(cat out)" 0000000000001000
    end_pod
}

OWN_PROFILE='.linux.security_context.seccomp = {profile_type: 2, localhost_ref: (env.PWD + "/profile.json")}'

forbid_directories() {
    echo '{"defaultAction": "SCMP_ACT_ALLOW",
        "syscalls": [{"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO", "errnoRet": 28}]}' >profile.json
}

check_seccomp() {
    pod
    run filtered '.linux.security_context.seccomp = {profile_type: 0}' \
        sh -c 'grep ^Seccomp: /proc/self/status; unshare -m true && echo allowed' >out 2>&1
    expect_contains "$(cat out)" "$(printf 'Seccomp:\t2')"
    # with the error that the engine's own profile names
    expect_contains "$(cat out)" 'unshare: unshare(0x20000)'
    forbid_directories
    run own "$OWN_PROFILE" mkdir /tmp/new >out 2>&1
    expect_contains "$(cat out)" 'No space left on device'
    run open '.linux.security_context.seccomp = {profile_type: 1}' grep ^Seccomp: /proc/self/status >out
    expect "$(cat out)" "$(printf 'Seccomp:\t0')"
    end_pod
}

# The engine listens for forbidden calls, and ends a container that made one and no other for five seconds.
check_seccomp_notifier() {
    pod '.annotations = {"io.kubernetes.cri-o.seccompNotifierAction": "stop"}'
    forbid_directories
    background notified "$OWN_PROFILE" sh -c 'mkdir /tmp/new; sleep 100'
    eventually has_state CONTAINER_EXITED
    expect "$(property .status.reason)" 'seccomp killed'
    expect_contains "$(property .status.message)" 'mkdir (1x)'
    end_pod
}

check_umask_and_size_of_shared_memory() {
    pod '.annotations = {"io.kubernetes.cri-o.umask": "027", "io.kubernetes.cri-o.ShmSize": "8Mi"}'
    run annotated . sh -c 'umask; df -k /dev/shm | tail -n 1' >out
    expect_contains "$(cat out)" 0027
    expect_contains "$(cat out)" ' 8192 '
    end_pod
}

check_user_and_groups() {
    pod
    run user '.linux.security_context += {run_as_user: {value: 1234}, run_as_group: {value: 2345},
        supplemental_groups: [3456, 4567], no_new_privs: true}' \
        sh -c 'id -u; id -G; grep NoNewPrivs /proc/self/status' >out
    expect_contains "$(cat out)" '1234
2345 3456 4567'
    expect_contains "$(cat out)" "$(printf 'NoNewPrivs:\t1')"
    end_pod
}

check_read_only_root() {
    pod
    run readonly '.linux.security_context.readonly_rootfs = true' sh -c 'touch /file || echo kept' >out 2>&1
    expect_contains "$(cat out)" 'Read-only file system'
    expect_contains "$(cat out)" kept
    end_pod
}

check_masked_paths() {
    pod
    run masked '.linux.security_context += {masked_paths: ["/proc/timer_list", "/proc/scsi"],
        readonly_paths: ["/proc/sys"]}' \
        sh -c 'wc -c </proc/timer_list; ls /proc/scsi; echo x >/proc/sys/kernel/domainname' >out 2>&1
    expect "$(head -n 1 out)" 0
    expect_contains "$(cat out)" 'Read-only file system'
    end_pod
}

check_sysctls() {
    pod '.linux.sysctls = {"kernel.shm_rmid_forced": "1", "net.ipv4.ip_unprivileged_port_start": "777"} |
        .linux.security_context.namespace_options.network = 0'
    run sysctls . cat /proc/sys/kernel/shm_rmid_forced /proc/sys/net/ipv4/ip_unprivileged_port_start >out
    expect "$(tr '\n' ' ' <out)" '1 777 '
    end_pod
}

check_devices() {
    pod
    run devices '.devices = [{host_path: "/dev/zero", container_path: "/dev/nothing", permissions: "r"}]' \
        sh -c 'dd if=/dev/nothing bs=10 count=1 | wc -c; ls -l /dev/nothing' >out 2>/dev/null
    expect_contains "$(cat out)" 10
    expect_contains "$(cat out)" crw
    end_pod
}

check_mounts() {
    pod
    mkdir volume
    echo there >volume/file
    run mounts '.mounts = [{host_path: "'"$PWD/volume"'", container_path: "/writable"},
        {host_path: "'"$PWD/volume"'", container_path: "/kept", readonly: true, recursive_read_only: true},
        {host_path: "'"$PWD/volume/file"'", container_path: "/etc/single/file"}]' \
        sh -c 'echo new >/writable/new; cat /kept/file /etc/single/file; touch /kept/x; true' >out 2>&1
    expect "$(cat volume/new)" new
    expect_contains "$(cat out)" 'there
there'
    expect_contains "$(cat out)" 'Read-only file system'
    end_pod
}

check_mount_propagation() {
    pod
    mkdir shared
    mount -t tmpfs shared shared
    mount --make-shared shared
    background propagation '.mounts = [{host_path: "'"$PWD/shared"'", container_path: "/shared", propagation: 1},
        {host_path: "'"$PWD/shared"'", container_path: "/private", propagation: 0}]' sleep 100
    mkdir shared/later
    mount -t tmpfs later shared/later
    touch shared/later/file
    expect "$(crictl exec -s "$container" ls /shared/later)" file
    expect "$(crictl exec -s "$container" ls /private/later)" ''
    umount shared/later
    end_pod
    umount shared
}

check_huge_page_limits() {
    [ -d /sys/fs/cgroup/hugetlb ] || grep -q hugetlb /sys/fs/cgroup/cgroup.controllers 2>/dev/null ||
        skip 'no cgroup counts huge pages here'
    pod
    background hugepages '.linux.resources.hugepage_limits = [{page_size: "2MB", limit: 4194304}]' sleep 100
    local pid
    pid=$(pid_of_container)
    expect "$(cgroup_file hugetlb "$pid" hugetlb.2MB.limit_in_bytes hugetlb.2MB.max)" 4194304
    end_pod
}

check_hooks() {
    mkdir seen
    cat >"$WORK/hooks/check.json" <<END
{
    "version": "1.0.0",
    "hook": {"path": "$PWD/hook"},
    "when": {"annotations": {"^check.hooks$": "yes"}},
    "stages": ["createRuntime", "poststop"]
}
END
    # shellcheck disable=SC2016 # expanded by the hook
    printf '%s\n' '#!/bin/sh' 'cat >"$(mktemp '"$PWD"'/seen/XXXXXX)"' >hook
    chmod +x hook
    restart_engine
    pod
    run hooked '.annotations = {"check.hooks": "yes"}' true
    crictl rm "$container"
    expect "$(cat seen/* | jq -r .id | sort -u)" "$container"
    expect "$(find seen -type f | wc -l)" 2
    rm "$WORK/hooks/check.json"
    end_pod
}
