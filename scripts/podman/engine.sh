# shellcheck shell=bash
# A private Podman: its configuration, its image, how the checks call it, and its end.
# shellcheck disable=SC2154 # variables of the script that sources this

write_configuration() {
    local files processes
    files=$(ulimit -Hn)
    processes=$(ulimit -Hu)
    [ "$processes" != unlimited ] && [ "$processes" -le 32768 ] || processes=32768
    mkdir -p "$WORK"/{net,hooks}
    mkdir -m 700 "$WORK/xdg"
    cat >"$WORK/containers.conf" <<END
[containers]
# those that are built in are more than a root without CAP_SYS_RESOURCE may set
default_ulimits = ["nofile=$files:$files", "nproc=$processes:$processes"]
log_driver = "k8s-file"
[engine]
runtime = "checked"
conmon_path = ["$monitor"]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime_supports_json = ["checked"]
runtime_supports_nocgroup = ["checked"]
[engine.runtimes]
checked = ["$runtime"]
[network]
network_backend = "netavark"
network_config_dir = "$WORK/net"
END
    printf '[storage]\ndriver = "vfs"\ngraphroot = "%s"\nrunroot = "%s"\n' "$WORK/storage" "$WORK/run" >"$WORK/storage.conf"
    echo '{"default": [{"type": "insecureAcceptAnything"}]}' >"$WORK/policy.json"
    export CONTAINERS_CONF=$WORK/containers.conf CONTAINERS_STORAGE_CONF=$WORK/storage.conf XDG_RUNTIME_DIR=$WORK/xdg
    export PODMAN_IGNORE_CGROUPSV1_WARNING=1
}

import_image() {
    make_busybox_rootfs "$WORK/rootfs"
    tar -C "$WORK/rootfs" -c . | podman import -q -c 'ENV PATH=/bin' -c 'CMD ["/bin/sh"]' - "$IMAGE" >/dev/null
}

# A stuck engine or runtime fails its check and not the whole run.
podman() {
    timeout 60 podman --tmpdir "$WORK/tmp" "$@"
}

run() {
    podman run --rm --network none "$@"
}

# background NAME [OPTION...] IMAGE COMMAND...: the end of the check ends it
background() {
    trap remove_containers EXIT
    podman run -d --name "$1" --network none "${@:2}" >/dev/null
}

remove_containers() {
    podman pod rm -f -t 0 -a >/dev/null 2>&1 || true
    podman rm -f -t 0 -a >/dev/null 2>&1 || true
}

# property CONTAINER GO_TEMPLATE
property() {
    podman inspect --format "$2" "$1"
}

has_property() {
    [ "$(property "$1" "$2")" = "$3" ]
}

rootful() {
    [ "$(id -u)" -eq 0 ] || skip "for the rootful engine"
}

rootless() {
    [ "$(id -u)" -ne 0 ] || skip "for the rootless engine"
}

# from VERSION: the first Podman that has it
from() {
    local version
    version=$(podman --version)
    printf '%s\n' "$1" "${version##* }" | sort -CV || skip "from Podman $1 on"
}

remove_engine() {
    remove_containers
    podman volume rm -a -f >/dev/null 2>&1 || true
    podman rmi -a -f >/dev/null 2>&1 || true
    awk -v place="$WORK/" 'index($5, place) == 1 {print $5}' /proc/self/mountinfo | tac | xargs -r umount -l
    # files of subordinate users are theirs
    [ "$(id -u)" -eq 0 ] || podman unshare rm -rf "$WORK/storage" 2>/dev/null || true
    rm -rf "$WORK"
}
