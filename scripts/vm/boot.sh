# shellcheck shell=bash
# Boots $IMAGE for one command. Directories travel by 9p: $RESULTS is /results in the guest, the checkout and the JDK are
# there at their own paths, read-only. The guest's first command is the file "start" in $RESULTS; it leaves "output" and
# "status" there.

# quoted WORD...: as words of a shell
quoted() {
    local words
    printf -v words '%q ' "$@"
    echo "${words% }"
}

# boot SCRIPT: runs a shell script in the guest, shows what it prints as it comes, and returns its status
boot() {
    local limit=${CARAFE_GUEST_LIMIT:-1500} started=$SECONDS
    mkdir -p "$RESULTS"
    rm -f "$RESULTS"/{output,status}
    touch "$RESULTS/output"
    write_start "$1" >"$RESULTS/start"
    start_qemu "$limit" &
    guest=$!
    # an interrupted script takes its guest along
    trap 'kill "$guest" 2>/dev/null' EXIT
    tail -q -n +1 -s 1 -f --pid="$guest" "$RESULTS/output"
    wait "$guest" || true
    trap - EXIT
    if [ ! -s "$RESULTS/status" ]; then
        tail -n 20 "$LOG_DIR"/guest-{console,qemu}.log >&2
        die "the guest ended without a result after $((SECONDS - started)) s (its limit: $limit s)"
    fi
    note "the guest was up for $((SECONDS - started)) s"
    return "$(cat "$RESULTS/status")"
}

# Mounts what is shared, then runs the command with a login's environment.
write_start() {
    local mounts=trans=virtio,version=9p2000.L,msize=524288,ro,cache=loose
    cat <<START
mkdir -p $(quoted "$ROOT" "$JAVA_HOME")
share() {
    for try in 1 2 3 4 5 6 7 8 9 10; do
        mount -t 9p -o $mounts "\$1" "\$2" && return
        sleep 1
    done
}
share checkout $(quoted "$ROOT")
share jdk $(quoted "$JAVA_HOME")
export HOME=/root JAVA_HOME=$(quoted "$JAVA_HOME")
bash -c $(quoted "$1") >/results/output 2>&1 </dev/null
echo \$? >/results/status
sync
START
}

# start_qemu SECONDS
start_qemu() {
    local shares=() share name cgroups
    cgroups=$(cgroup_arguments)
    for share in "results=$RESULTS" "checkout=$ROOT,readonly=on" "jdk=$(realpath "$JAVA_HOME"),readonly=on"; do
        name=${share%%=*}
        shares+=(-fsdev "local,security_model=none,id=$name,path=${share#*=}"
            -device "virtio-9p-pci,fsdev=$name,mount_tag=$name")
    done
    qemu "$1" "$(accelerator)" "$LOG_DIR/guest-console.log" \
        "$cgroups apparmor=1 security=apparmor systemd.journald.forward_to_console=1" \
        -smp 2 -drive "file=$IMAGE/disk.img,if=virtio,format=raw,snapshot=on,cache=unsafe" "${shares[@]}"
}

# Tells systemd which version to mount.
cgroup_arguments() {
    case ${CARAFE_GUEST_CGROUPS:-v2} in
    v2) echo systemd.unified_cgroup_hierarchy=1 ;;
    v1) echo systemd.unified_cgroup_hierarchy=0 systemd.legacy_systemd_cgroup_controller=1 ;;
    *) die "CARAFE_GUEST_CGROUPS is ${CARAFE_GUEST_CGROUPS}, expected v1 or v2" ;;
    esac
}

# qemu SECONDS ACCELERATOR CONSOLE_LOG KERNEL_ARGUMENTS [OPTION...]
qemu() {
    local seconds=$1 accelerator=$2 console=$3 arguments=$4 options=(-accel kvm -cpu host)
    shift 4
    if [ "$accelerator" = tcg ]; then
        options=(-accel 'tcg,thread=multi,tb-size=512' -cpu max)
    fi
    exec timeout -k 5 "$seconds" qemu-system-x86_64 "${options[@]}" -M q35 -m "${CARAFE_GUEST_MEMORY:-3072}" \
        -nodefaults -display none -no-reboot -serial "file:$console" \
        -kernel "$IMAGE/vmlinuz" -initrd "$IMAGE/initrd.gz" \
        -append "console=ttyS0 quiet panic=-1 no_timer_check mitigations=off psi=1 $arguments" "$@" >"$LOG_DIR/guest-qemu.log" 2>&1 </dev/null
}

# Not every /dev/kvm runs a stock kernel (nested ones may not), so one is tried, once after each boot of this machine.
accelerator() {
    local answer
    answer=$IMAGES/accelerator-$(cat /proc/sys/kernel/random/boot_id)
    if [ -n "${CARAFE_GUEST_ACCEL:-}" ]; then
        echo "$CARAFE_GUEST_ACCEL"
        return
    fi
    if [ ! -s "$answer" ]; then
        rm -f "$IMAGES"/accelerator-*
        echo tcg >"$answer"
        if [ -w /dev/kvm ] && (qemu 20 kvm "$LOG_DIR/guest-kvm.log" carafe.probe) &&
            grep -q 'a stock kernel boots' "$LOG_DIR/guest-kvm.log"; then
            echo kvm >"$answer"
        fi
    fi
    cat "$answer"
}
