# shellcheck shell=sh
# The runtime's checks: a container's life, what it is allowed, where it lives.

check_life() {
    bundle 'echo hello from $$; uname -m; exit 3'
    expect "validate" 0 '' carafe validate .
    expect "run" 3 '^hello from 1$' carafe run life1
    expect "the machine" 3 "^$(uname -m)\$" carafe run life2
    bundle 'exec sleep 1000'
    expect "create" 0 '' carafe create --pid-file /tmp/pid life3
    expect "created" 0 '"status": "created"' carafe state life3
    expect "start" 0 '' carafe start life3
    expect "running" 0 '"status": "running"' carafe state life3
    expect "list" 0 '^life3 .* running ' carafe list
    expect "exec" 5 '^from exec$' carafe exec life3 sh -c 'echo from exec; exit 5'
    expect "ps" 0 'sleep 1000' carafe ps life3
    check_cgroup life3
    expect "kill" 0 '' carafe kill life3 KILL
    eventually sh -c 'carafe state life3 | grep stopped'
    expect "delete" 0 '' carafe delete life3
    expect "deleted" 1 'does not exist' carafe state life3
}

# check_cgroup ID: limits, figures and the freezer of cgroup v2
check_cgroup() {
    cgroup=/sys/fs/cgroup$(sed 's/^0:://' "/proc/$(cat /tmp/pid)/cgroup")
    expect "update" 0 '' carafe update --memory 67108864 --pids-limit 33 --cpu-quota 50000 "$1"
    expect "memory.max" 0 '^67108864$' cat "$cgroup/memory.max"
    expect "pids.max" 0 '^33$' cat "$cgroup/pids.max"
    expect "cpu.max" 0 '^50000 100000$' cat "$cgroup/cpu.max"
    expect "events" 0 '"memory":\{"usage":\{"limit":67108864,"usage":[1-9]' carafe events --stats "$1"
    expect "pause" 0 '' carafe pause "$1"
    expect "paused" 0 '"status": "paused"' carafe state "$1"
    expect "resume" 0 '' carafe resume "$1"
    expect "resumed" 0 '"status": "running"' carafe state "$1"
    expect "checkpoint without CRIU" 1 'criu' carafe checkpoint "$1"
    expect "still there" 0 '"status": "running"' carafe state "$1"
}

check_isolation() {
    bundle 'grep -E "NoNewPrivs|CapEff" /proc/self/status; hostname; cat /proc/mounts'
    expect "no new privileges" 0 '^NoNewPrivs:.1$' carafe run isolated1
    expect "capabilities" 0 '^CapEff:.0000000020000420$' carafe run isolated2
    expect "host name" 0 '^carafe$' carafe run isolated3
    bundle 'echo x >/file'
    expect "read-only root" 1 'Read-only file system' carafe run isolated4
    bundle 'echo x >/proc/sys/kernel/hostname'
    expect "read-only path" 1 'Read-only file system' carafe run isolated5
    bundle 'cat /proc/kcore | wc -c; ls /sys/firmware | wc -l'
    expect "masked paths" 0 '^0$' carafe run isolated6
    bundle 'id -u; cat /proc/self/uid_map; stat -c %u /bin' \
        -e 's|"linux": {|"linux": {"uidMappings":[{"containerID":0,"hostID":100000,"size":65536}],"gidMappings":[{"containerID":0,"hostID":100000,"size":65536}],|' \
        -e 's|"type": "pid"$|"type": "pid"},{"type":"user"|'
    chown -R 100000:100000 rootfs
    expect "user namespace" 0 '^ +0 +100000 +65536$' carafe run isolated7
    chown -R 0:0 rootfs
}

check_devices() {
    bundle 'echo x >/dev/null && head -c 4 /dev/urandom | wc -c'
    expect "devices" 0 '^4$' carafe run devices1
    # the root is a tmpfs that is not mounted nodev, so only the cgroup's program can refuse it
    bundle 'mknod /dev/disk b 7 0 && cat /dev/disk' -e 's|"CAP_KILL"|"CAP_KILL","CAP_MKNOD"|'
    expect "a device that is denied" 1 'Operation not permitted' carafe run devices2
    bundle 'mknod /dev/full2 c 1 7 && echo x >/dev/full2' -e 's|"CAP_KILL"|"CAP_KILL","CAP_MKNOD"|'
    expect "a device that is allowed" 1 'No space left on device' carafe run devices3
}

check_mounts_and_hooks() {
    mkdir -p /tmp/source
    echo bound >/tmp/source/file
    bundle 'cat /mnt/file; echo y >/mnt/other' \
        -e 's|"mounts": \[|"mounts": [{"destination":"/mnt","type":"bind","source":"/tmp/source","options":["rbind","ro","nosuid"]},|'
    mkdir -p rootfs/mnt
    expect "bind mount" 1 '^bound$' carafe run mounts1
    expect "read-only bind mount" 1 'Read-only file system' carafe run mounts2
    bundle true \
        -e 's|"mounts": \[|"mounts": [{"destination":"/mnt","type":"bind","source":"/srv/none","options":["rbind"]},|'
    expect "a source that is missing" 1 'no such file or directory' carafe run mounts3
    bundle 'echo main' \
        -e 's|"linux": {|"hooks":{"createRuntime":[{"path":"/bin/sh","args":["sh","-c","cat >/tmp/hook"]}],"poststop":[{"path":"/bin/touch","args":["touch","/tmp/poststop"]}]},"linux": {|'
    expect "hooks" 0 '^main$' carafe run hooks1
    expect "a hook's standard input" 0 '"id": ?"hooks1"' cat /tmp/hook
    expect "a hook after the end" 0 '' test -e /tmp/poststop
}

# Names that arm64 does not have (mkdir) beside those it has (mkdirat): what counts is the number of the running machine.
SECCOMP='"linux": {"seccomp":{"defaultAction":"SCMP_ACT_ALLOW","architectures":["SCMP_ARCH_AARCH64","SCMP_ARCH_ARM"],"syscalls":[{"names":["mkdirat","mkdir"],"action":"SCMP_ACT_ERRNO","errnoRet":99}]},'

check_seccomp() {
    bundle 'grep Seccomp: /proc/self/status; mkdir /tmp/x' -e "s|\"linux\": {|$SECCOMP|"
    expect "seccomp" 1 '^Seccomp:.2$' carafe run seccomp1
    expect "a call with another answer" 1 'Cannot assign requested address' carafe run seccomp2
    expect "features" 0 'SCMP_ARCH_AARCH64' carafe features
}

# check_arm: programs for 32-bit arm, where the kernel runs them: it has pages of 4 kB
check_arm() {
    make_rootfs /given/busybox-arm
    bundle 'echo from a 32-bit program'
    expect "32-bit arm" 0 '^from a 32-bit program$' carafe run arm1
    bundle 'grep Seccomp: /proc/self/status; mkdir /tmp/x' -e "s|\"linux\": {|$SECCOMP|"
    expect "seccomp for 32-bit arm" 1 'Cannot assign requested address' carafe run arm2
    # without the architecture in the profile its calls end the program
    bundle 'mkdir /tmp/x' -e "s|\"linux\": {|$(echo "$SECCOMP" | sed 's/,"SCMP_ARCH_ARM"//')|"
    expect "an architecture that the profile does not name" 159 '' carafe run arm3
    make_rootfs /bin/busybox
}
