# shellcheck shell=bash
# A private CRI-O: its image, its configuration, its beginning and its end.
# shellcheck disable=SC2154 # variables of the script that sources this

make_image() {
    make_busybox_rootfs "$WORK/rootfs"
    mkdir -p "$WORK/rootfs/var/data"
    # what holds the namespaces of a pod open where one process must; a first process ignores SIGTERM otherwise
    printf '%s\n' '#!/bin/sh' 'trap "exit 0" TERM' 'while :; do sleep 1000 & wait $!; done' >"$WORK/rootfs/bin/forever"
    chmod +x "$WORK/rootfs/bin/forever"
    tar -C "$WORK/rootfs" -c . | podman --root "$WORK/storage" --runroot "$WORK/run" --tmpdir "$WORK/tmp" \
        --storage-driver vfs import -q -c 'ENV PATH=/bin' -c 'CMD ["/bin/sh"]' - "$IMAGE" >/dev/null
}

write_configuration() {
    mkdir -p "$WORK"/{conf.d,cni,hooks,logs,nothing}
    cat >"$WORK/crio.conf" <<END
[crio]
root = "$WORK/storage"
runroot = "$WORK/run"
storage_driver = "vfs"
log_dir = "$WORK/logs"
version_file = "$WORK/version"
version_file_persist = "$WORK/version-persist"
clean_shutdown_file = "$WORK/clean-shutdown"
[crio.api]
listen = "$WORK/crio.sock"
stream_address = "127.0.0.1"
stream_port = "0"
[crio.runtime]
cgroup_manager = "cgroupfs"
conmon_cgroup = "pod"
apparmor_profile = "unconfined"
default_runtime = "checked"
container_exits_dir = "$WORK/exits"
container_attach_socket_dir = "$WORK/attach"
namespaces_dir = "$WORK/namespaces"
pinns_path = "$pinns"
hooks_dir = ["$WORK/hooks"]
cdi_spec_dirs = ["$WORK/nothing"]
decryption_keys_path = "$WORK/nothing"
irqbalance_config_file = "$WORK/nothing/irqbalance"
irqbalance_config_restore_file = "disable"
[crio.runtime.runtimes.checked]
runtime_path = "$runtime"
runtime_root = "$WORK/runtime"
monitor_path = "$monitor"
monitor_cgroup = "pod"
monitor_env = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"]
allowed_annotations = ["io.kubernetes.cri-o.seccompNotifierAction", "io.kubernetes.cri-o.ShmSize",
    "io.kubernetes.cri-o.umask"]
[crio.image]
pause_image = "$IMAGE"
pause_command = "/bin/forever"
signature_policy = "$WORK/policy.json"
signature_policy_dir = "$WORK/nothing"
[crio.network]
network_dir = "$WORK/cni"
plugin_dirs = ["/opt/cni/bin", "/usr/lib/cni", "/usr/libexec/cni"]
[crio.nri]
enable_nri = false
END
    echo '{"default": [{"type": "insecureAcceptAnything"}]}' >"$WORK/policy.json"
    cat >"$WORK/cni/10-check.conflist" <<END
{
    "cniVersion": "0.4.0", "name": "check",
    "plugins": [{
        "type": "bridge", "bridge": "check0",
        "ipam": {"type": "host-local", "dataDir": "$WORK/addresses", "ranges": [[{"subnet": "10.254.17.0/24"}]]}
    }]
}
END
    cat >"$WORK/crictl.yaml" <<END
runtime-endpoint: unix://$WORK/crio.sock
image-endpoint: unix://$WORK/crio.sock
timeout: 60
END
    export CRI_CONFIG_FILE=$WORK/crictl.yaml
}

start_engine() {
    setsid "$crio" --config "$WORK/crio.conf" --config-dir "$WORK/conf.d" --log-level debug \
        >>"$LOG_DIR/crio.log" 2>&1 </dev/null &
    echo $! >"$WORK/pid"
    eventually crictl version
}

restart_engine() {
    end_engine -TERM
    start_engine
}

# end_engine SIGNAL
end_engine() {
    local pid
    pid=$(cat "$WORK/pid")
    kill "$1" "$pid"
    eventually is_gone "$pid"
}

# also true of a process that nobody has collected yet
is_gone() {
    [[ ! -e /proc/$1 || $(awk '{print $3}' "/proc/$1/stat") = Z ]]
}

# With the process namespace ends all that runs in it, and with the mount namespace all that is mounted there.
remove_remains() {
    local group
    if [ -n "$namespaces" ]; then
        kill -KILL "$namespaces" 2>/dev/null || true
        wait "$namespaces" 2>/dev/null || true
    fi
    for group in /sys/fs/cgroup /sys/fs/cgroup/*; do
        [ -d "$group$CGROUP" ] || continue
        # the processes of a namespace end a little after it
        eventually find "$group$CGROUP" -depth -type d -exec rmdir {} + || true
    done
    rm -rf "$WORK"
}

# A stuck engine or runtime fails its check and not the whole run.
crictl() {
    timeout 60 "$crictl" "$@"
}
