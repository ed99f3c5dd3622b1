# shellcheck shell=bash
# Root file systems of Debian's suites, made by debootstrap and kept in the cache. Needs common.sh and foreign.sh.

ROOTS=$CACHE/roots

# base_root SUITE sets base: a Debian with nothing but what is essential
base_root() {
    base=$ROOTS/$1
    mkdir -p "$ROOTS"
    exec 8>"$ROOTS/lock"
    flock 8
    if [ ! -d "$base" ]; then
        rm -rf "$base.new"
        run_logged "Making a root of Debian $1" "$LOG_DIR/root-$1.log" \
            unshare --mount debootstrap --variant=minbase "$1" "$base.new" "$(debian_mirror)" || return
        rm -rf "$base.new"/var/cache/apt/archives/*.deb
        mv "$base.new" "$base"
    fi
    exec 8>&-
}

# root_with SUITE PACKAGE... sets root_of_suite: the same with packages (and nothing started). Its name tells which, so
# that another list makes another root.
root_with() {
    local suite=$1 name
    shift
    base_root "$suite" || return
    name=$suite-$(printf '%s\n' "$@" | sort | sha256sum | cut -c 1-12)
    root_of_suite=$ROOTS/$name
    exec 8>"$ROOTS/lock"
    flock 8
    if [ ! -d "$root_of_suite" ]; then
        rm -rf "$root_of_suite.new"
        cp -a --reflink=auto "$base" "$root_of_suite.new"
        run_logged "Installing packages of Debian $suite in a root" "$LOG_DIR/root-$name.log" \
            install_in_root "$root_of_suite.new" "$@" || return
        mv "$root_of_suite.new" "$root_of_suite"
    fi
    exec 8>&-
}

# install_in_root ROOT PACKAGE...
install_in_root() {
    # shellcheck disable=SC2016 # expanded in there
    unshare --mount --pid --fork --kill-child --propagation private bash -euc '
        root=$1
        shift
        mount -t proc proc "$root/proc"
        cp /etc/resolv.conf "$root/etc/resolv.conf"
        # no package starts its service
        printf "#!/bin/sh\nexit 101\n" >"$root/usr/sbin/policy-rc.d"
        chmod +x "$root/usr/sbin/policy-rc.d"
        for file in /etc/apt/apt.conf.d/*; do
            if grep -qi proxy "$file"; then cp "$file" "$root/etc/apt/apt.conf.d/"; fi
        done
        export DEBIAN_FRONTEND=noninteractive LC_ALL=C
        # a mirror that rests is good enough for a root that runs tests
        chroot "$root" apt-get -q -o Acquire::Check-Valid-Until=false update
        chroot "$root" apt-get -q -y --no-install-recommends install "$@"
        rm -rf "$root"/var/cache/apt/archives/*.deb
    ' install "$@"
}
