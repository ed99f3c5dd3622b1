# shellcheck shell=bash
# What a container is set up with: users, privileges, files, namespaces, networks.
# shellcheck disable=SC2016,SC2154 # expanded in the container; variables of the script that sources this

check_user_and_groups() {
    expect "$(run -u 77:88 --group-add 99 $IMAGE sh -c 'echo $(id -u) $(id -G)')" '77 88 99'
}

check_capabilities() {
    expect_contains "$(run --cap-drop all $IMAGE grep CapEff /proc/self/status)" 0000000000000000
    expect_contains "$(run --cap-drop all --cap-add net_raw $IMAGE grep CapEff /proc/self/status)" 0000000000002000
}

check_no_new_privileges() {
    expect_contains "$(run --security-opt no-new-privileges $IMAGE grep NoNewPrivs /proc/self/status)" 1
}

check_seccomp() {
    expect_contains "$(run $IMAGE grep Seccomp: /proc/self/status)" 2
    expect_contains "$(run --security-opt seccomp=unconfined $IMAGE grep Seccomp: /proc/self/status)" 0
    echo '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_ERRNO","errnoRet":95}]}' \
        >profile.json
    expect_contains "$(run --security-opt seccomp="$PWD/profile.json" $IMAGE mkdir /x 2>&1 || true)" 'not supported'
}

check_masked_paths() {
    expect "$(run $IMAGE sh -c 'head -c 1 /proc/kcore 2>/dev/null | wc -c')" 0
    expect_status 1 run $IMAGE sh -c 'echo 1 >/proc/sys/kernel/sysrq'
}

check_read_only_root() {
    expect_status 1 run --read-only $IMAGE touch /file
    run --read-only $IMAGE touch /tmp/file
}

check_volumes() {
    mkdir shared
    echo content >shared/file
    expect "$(run -v "$PWD/shared:/there:ro" $IMAGE cat /there/file)" content
    expect_status 1 run -v "$PWD/shared:/there:ro" $IMAGE touch /there/other
    run --tmpfs /there:size=1m $IMAGE sh -c 'touch /there/file && grep -q " /there tmpfs" /proc/mounts'
    podman volume create named
    run -v named:/there $IMAGE sh -c 'echo kept >/there/file'
    expect "$(run -v named:/there $IMAGE cat /there/file)" kept
    podman volume rm named
}

check_mount_options() {
    mkdir shared
    expect_contains "$(run -v "$PWD/shared:/there:ro,noexec,nodev,nosuid,rslave" $IMAGE grep ' /there ' /proc/self/mountinfo)" \
        ro,nosuid,nodev,noexec
    run --mount type=devpts,dst=/terminals,uid=0,gid=0,mode=0620,max=5 $IMAGE grep -q max=5 /proc/mounts
}

check_secrets() {
    printf secret | podman secret create word -
    expect "$(run --secret word $IMAGE cat /run/secrets/word)" secret
    expect "$(run --secret word,type=env,target=WORD $IMAGE sh -c 'echo $WORD')" secret
    expect "$(run --secret word,uid=5,gid=6,mode=0400 $IMAGE stat -c %u:%g:%a /run/secrets/word)" 5:6:400
    podman secret rm word
}

check_user_namespace() {
    rootful
    expect "$(run --uidmap 0:200000:5000 --gidmap 0:200000:5000 $IMAGE cat /proc/self/uid_map | tr -s ' ')" ' 0 200000 5000'
}

check_keep_id() {
    rootless
    expect "$(run --userns=keep-id $IMAGE id -u)" "$(id -u)"
    mkdir shared
    run --userns=keep-id -v "$PWD/shared:/there" $IMAGE touch /there/file
    expect "$(stat -c %u shared/file)" "$(id -u)"
}

check_no_map() {
    rootless
    from 4.4
    run --userns=nomap $IMAGE cat /proc/self/uid_map >map
    # this user has no name in there
    ! awk -v id="$(id -u)" '$2 <= id && id < $2 + $3' map | grep -q .
}

check_id_mapped_mount() {
    rootful
    mkdir shared
    touch shared/file
    chown 1000:1001 shared/file
    local options='idmap=uids=1000-2000-10;gids=1001-3000-10'
    expect "$(run --mount "type=bind,src=$PWD/shared,dst=/there,$options" $IMAGE stat -c %u:%g /there/file)" 2000:3000
}

check_rlimits() {
    expect "$(run --ulimit nofile=77:88 $IMAGE sh -c 'echo $(ulimit -n) $(ulimit -Hn)')" '77 88'
}

check_sysctls_and_host_name() {
    expect "$(run --sysctl kernel.msgmax=9000 --hostname name $IMAGE sh -c 'cat /proc/sys/kernel/msgmax; hostname' |
        tr '\n' ' ')" '9000 name '
}

check_device() {
    rootful
    [ -c /dev/fuse ] || skip "no /dev/fuse"
    expect_contains "$(run --device /dev/fuse:/dev/other $IMAGE ls -l /dev/other)" '10, 229'
}

check_privileged() {
    run --privileged $IMAGE sh -c 'mkdir /there && mount -t tmpfs none /there'
}

check_shared_namespaces() {
    background shared --ipc shareable $IMAGE sleep 1000
    expect "$(podman run --rm --network container:shared --ipc container:shared --pid container:shared $IMAGE \
        sh -c 'ps | grep -c "[s]leep 1000"')" 1
}

check_descriptors_are_handed_on() {
    exec 3<<<text
    expect "$(podman run --rm --network none --preserve-fds 1 $IMAGE cat /proc/self/fd/3)" text
}

check_hooks() {
    rootful
    local stage
    # shellcheck disable=SC2016
    printf '#!/bin/sh\ncat >/dev/null\necho "$1" >>"%s/called"\n' "$PWD" >hook
    chmod +x hook
    mkdir hooks
    for stage in createRuntime createContainer poststart poststop; do
        printf '{"version": "1.0.0", "hook": {"path": "%s", "args": ["hook", "%s"]}, "when": {"always": true}, "stages": ["%s"]}' \
            "$PWD/hook" $stage $stage >hooks/$stage.json
    done
    podman --hooks-dir "$PWD/hooks" run --rm --network none $IMAGE true
    all_called() { [ "$(sort called | tr '\n' ' ')" = 'createContainer createRuntime poststart poststop ' ]; }
    eventually all_called
}

check_network() {
    rootful
    trap 'remove_containers; podman network rm -f bridge-of-check' EXIT
    podman network create bridge-of-check
    podman run -d --name web --network bridge-of-check -p 127.0.0.1:28080:80 $IMAGE \
        sh -c 'mkdir /www; echo page >/www/index.html; exec httpd -f -p 80 -h /www'
    eventually curl -sf http://127.0.0.1:28080/
    expect "$(podman run --rm --network bridge-of-check $IMAGE wget -qO- http://web/)" page
}

check_slirp4netns() {
    rootless
    [ -w /dev/net/tun ] || skip "/dev/net/tun is not for this user"
    expect_contains "$(podman run --rm --network slirp4netns $IMAGE ip -o addr show tap0)" tap0
}

check_pasta() {
    rootless
    from 4.4
    trap remove_containers EXIT
    podman run -d --name web --network pasta -p 127.0.0.1:28099:80 $IMAGE \
        sh -c 'mkdir /www; echo page >/www/index.html; exec httpd -f -p 80 -h /www'
    eventually curl -sf http://127.0.0.1:28099/
}

check_cgroup_modes() {
    podman run --rm --network none --cgroups=disabled $IMAGE true
    podman run --rm --network none --cgroups=no-conmon $IMAGE true
    podman run --rm --network none --cgroupns=host $IMAGE true
}
