# shellcheck shell=sh
# What the checks in the guest are made of. Needs busybox as every program, carafe and carafe-monitor.

passed=0 failed=0

# expect NAME STATUS PATTERN COMMAND...: the command ends with that status, and a line of what it prints matches; without a
# pattern it may print anything
expect() {
    name=$1 wanted=$2 pattern=$3
    shift 3
    status=0
    "$@" >/tmp/printed 2>&1 </dev/null || status=$?
    if [ "$status" -eq "$wanted" ] && { [ -z "$pattern" ] || grep -qE -- "$pattern" /tmp/printed; }; then
        passed=$((passed + 1))
        echo "ok    $name"
    else
        failed=$((failed + 1))
        echo "FAIL  $name: status $status instead of $wanted, or nothing like /$pattern/ in"
        head -n 15 /tmp/printed | sed 's/^/      | /'
    fi
}

# bundle SCRIPT [SED_OPTION...]: a config.json in the working directory whose container runs a script, changed by sed
bundle() {
    rm -f config.json
    carafe spec
    echo "$1" >rootfs/script
    shift
    sed -i -e 's/"terminal": true/"terminal": false/' -e 's:"sh"$:"sh", "/script":' "$@" config.json
}

# eventually COMMAND...: waits until it succeeds, for as long as the guest has
eventually() {
    until "$@" >/tmp/printed 2>&1; do
        sleep 0.1
    done
}

# make_rootfs BUSYBOX: the container's root in the working directory
make_rootfs() {
    rm -rf rootfs
    mkdir -p rootfs/bin rootfs/dev rootfs/proc rootfs/sys rootfs/tmp rootfs/etc
    cp "$1" rootfs/bin/busybox
    for applet in sh sleep cat id echo ls mkdir mount hostname grep head wc mknod stat tty stty true touch uname; do
        ln -s busybox "rootfs/bin/$applet"
    done
}
