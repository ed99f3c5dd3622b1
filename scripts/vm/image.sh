# shellcheck shell=bash
# The guest's kernel, initial RAM disk and disk, made of nothing but Debian packages, of this machine's own release unless
# CARAFE_GUEST_SUITE names another, which come from wherever its apt gets them. Images are kept in $IMAGES, the newest of
# each suite, in a directory named after what it is made of.

HOST_PACKAGES=(qemu-system-x86 debootstrap kmod cpio busybox-static e2fsprogs util-linux xz-utils)
# What boots and what every test needs.
GUEST_PACKAGES=(systemd systemd-sysv dbus dbus-user-session libpam-systemd udev apparmor kmod iproute2 passwd procps
    uidmap busybox-static util-linux)
# What single tests need, and not every suite has.
GUEST_EXTRAS=(criu iptables runc crun conmon strace slirp4netns passt fish zsh podman netavark aardvark-dns
    golang-github-containers-common libseccomp2 curl)
read -ra more_packages <<<"${CARAFE_GUEST_PACKAGES:-}"
GUEST_EXTRAS+=("${more_packages[@]}")
# The indexes of fast suites name versions that are gone from the archive, so there is a next one.
NEWEST_SUITES=(sid testing stable)
# A user with a systemd manager of its own, running from boot on.
GUEST_USER=tester
# What the initial RAM disk needs to find the disk.
BOOT_MODULES=(virtio_pci virtio_blk ext4)
# Hardware that the guest does not have.
UNUSED_DRIVERS=(gpu media sound iio staging usb hid scsi ata bluetooth edac hwmon input isdn mtd nvme platform thermal
    infiniband/hw infiniband/ulp net/ethernet net/wireless net/usb)

# require_image sets IMAGE, a directory with vmlinuz, initrd.gz and disk.img; builds it if it is not there.
require_image() {
    [ "$(id -u)" -eq 0 ] || no_guest "making and booting it wants root"
    [ "$(uname -m)" = x86_64 ] || no_guest "there is a recipe for x86_64 only, this machine is $(uname -m)"
    install_packages "${HOST_PACKAGES[@]}" || no_guest "QEMU or what makes the image is not installed"
    mkdir -p "$IMAGES"
    exec 9>"$IMAGES/lock"
    flock 9
    local suite
    for suite in $(wanted_suites); do
        IMAGE=$IMAGES/$suite-$(image_key)
        [ ! -d "$IMAGE" ] || break
        run_logged "Making the guest's image of $suite (some minutes, once)" "$LOG_DIR/guest-image-$suite.log" \
            make_image "$suite" && break
    done
    [ -d "$IMAGE" ] || no_guest "its image cannot be made"
    flock -u 9
}

# In the order in which they are tried.
wanted_suites() {
    local wanted=${CARAFE_GUEST_SUITE:-$(codename)}
    if [ "$wanted" = newest ]; then
        echo "${NEWEST_SUITES[*]}"
    else
        echo "$wanted"
    fi
}

image_key() {
    { echo "${GUEST_PACKAGES[*]} ${GUEST_EXTRAS[*]}" && cat "$VM"/{image.sh,init,carafe-guest.service}; } |
        sha256sum | cut -c 1-12
}

codename() {
    sed -n 's/^VERSION_CODENAME=//p' /etc/os-release
}

# Where this machine's apt gets its release from.
archive() {
    # shellcheck disable=SC2016 # expanded by apt
    apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' 'Component: main' |
        awk -v release="$(codename)" '$1 == release {print $2; exit}'
}

# make_image SUITE, in a mount namespace of its own: what debootstrap mounts goes with it, whatever happens.
make_image() {
    rm -rf "$IMAGES"/*.new
    mkdir "$IMAGE.new"
    export -f fill_image begin_system in_system available unpack_kernel install_system make_initrd codename archive
    local names
    names=$(declare -p VM BOOT_MODULES UNUSED_DRIVERS GUEST_USER GUEST_PACKAGES GUEST_EXTRAS)
    unshare --mount bash -euo pipefail -c "$names; fill_image \"\$@\"" image "$IMAGE.new" "$1" || return 1
    # only the newest is of use, and each has hundreds of megabytes
    find "$IMAGES" -mindepth 1 -maxdepth 1 -type d -name "$1-*" ! -name '*.new' -exec rm -rf {} +
    mv "$IMAGE.new" "$IMAGE"
}

# fill_image DIR SUITE
fill_image() {
    local image=$1 work=$1/work
    mkdir "$work"
    cd "$work" || return
    begin_system "$2"
    unpack_kernel
    install_system
    make_initrd >"$image/initrd.gz"
    # where the package has it, older and newer
    find kernel/ -name 'vmlinuz*' -type f -exec cp {} "$image/vmlinuz" \;
    mke2fs -q -t ext4 -d system "$image/disk.img" 6G
    cd /
    rm -rf "$work"
}

# begin_system SUITE: the least there is, whose own apt does the rest; debootstrap would take long over all the packages
begin_system() {
    debootstrap --variant=minbase "$1" system "$(archive)"
    mount -t proc proc system/proc
    # an old index is better than none
    echo 'Acquire::Check-Valid-Until "false";' >system/etc/apt/apt.conf.d/90guest
    in_system apt-get -q update
}

in_system() {
    chroot system env DEBIAN_FRONTEND=noninteractive "$@"
}

# available PACKAGE...: those of them that the suite has
available() {
    local package
    for package in "$@"; do
        if [ -n "$(in_system apt-cache madison "$package")" ]; then
            echo "$package"
        else
            echo "the suite has no package $package" >&2
        fi
    done
}

unpack_kernel() {
    local package modules packages
    package=$(in_system apt-cache depends linux-image-amd64 | awk '/Depends: linux-image-[0-9]/ {print $2; exit}')
    # since Linux 7 the package of this name only brings together those that have something in them
    read -ra packages <<<"$package $(in_system apt-cache depends "$package" |
        awk '/Depends: linux-(base|binary|modules)-[0-9]/ {print $2}' | paste -s -d ' ')"
    in_system sh -c 'cd /tmp && apt-get -q -o APT::Sandbox::User=root download "$@"' download "${packages[@]}"
    mv system/tmp/linux-*.deb .
    for package in linux-*.deb; do
        dpkg -x "$package" kernel
    done
    # newer packages have nothing at the top
    [ -d kernel/lib ] || ln -s usr/lib kernel/lib
    modules=$(echo kernel/lib/modules/*)
    for driver in "${UNUSED_DRIVERS[@]}"; do
        rm -rf "$modules/kernel/drivers/$driver"
    done
    depmod -b kernel "${modules##*/}"
}

install_system() {
    local packages
    mapfile -t packages < <(available "${GUEST_PACKAGES[@]}" "${GUEST_EXTRAS[@]}")
    in_system apt-get -q -y --no-install-recommends install "${packages[@]}"
    cp -a kernel/lib/modules system/lib/
    rm -rf system/var/cache/apt/archives/*.deb system/var/lib/apt/lists/* system/usr/share/{doc,man,locale}
    echo guest >system/etc/hostname
    chroot system systemd-machine-id-setup
    chroot system useradd --create-home --shell /bin/bash "$GUEST_USER"
    mkdir -p system/var/lib/systemd/linger system/results
    touch "system/var/lib/systemd/linger/$GUEST_USER"
    cp "$VM/carafe-guest.service" system/etc/systemd/system/
    chroot system systemctl enable carafe-guest.service
    # nobody logs in, and nothing is to happen beside the tests
    chroot system systemctl mask getty@tty1.service serial-getty@ttyS0.service apt-daily.timer apt-daily-upgrade.timer \
        e2scrub_all.timer e2scrub_reap.service fstrim.timer systemd-timesyncd.service podman.socket podman.service \
        podman-restart.service podman-auto-update.service podman-auto-update.timer
    chroot system systemctl --global mask podman.socket podman.service podman-restart.service podman-auto-update.service \
        podman-auto-update.timer
    # under emulation, on a machine with other things to do, a start takes long
    mkdir -p system/etc/systemd/{system,user}.conf.d
    printf '[Manager]\nDefaultTimeoutStartSec=900\n' | tee system/etc/systemd/{system,user}.conf.d/slow.conf
    mkdir -p system/etc/systemd/system/user@.service.d
    printf '[Service]\nTimeoutStartSec=900\n' >system/etc/systemd/system/user@.service.d/slow.conf
    # systemd's programs want it; the disk does not
    umount system/proc
}

make_initrd() {
    local modules name file
    modules=$(echo kernel/lib/modules/*)
    mkdir -p initrd/{bin,dev,proc,system,modules}
    cp /bin/busybox initrd/bin/
    cp "$VM/init" initrd/init
    for name in "${BOOT_MODULES[@]}"; do
        modprobe -S "${modules##*/}" -d "$PWD/kernel" --show-depends "$name"
    done | awk '$1 == "insmod" && !seen[$2]++ {print $2}' | while read -r file; do
        # busybox loads nothing that is packed
        case $file in
        *.xz) xz -dc "$file" >"initrd/modules/$(basename "$file" .xz)" ;;
        *) cp "$file" initrd/modules/ ;;
        esac
        basename "$file" .xz
    done >initrd/modules/order
    (cd initrd && find . | cpio --quiet -o -H newc) | gzip
}
