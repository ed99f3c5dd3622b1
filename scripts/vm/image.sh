# shellcheck shell=bash
# The guest's kernel, initial RAM disk and disk, made of nothing but Debian packages of this machine's own release, which
# come from wherever its apt gets them. Images are kept in $IMAGES, each in a directory named after what it is made of.

HOST_PACKAGES=(qemu-system-x86 debootstrap kmod cpio busybox-static e2fsprogs util-linux)
GUEST_PACKAGES=(systemd systemd-sysv dbus dbus-user-session libpam-systemd udev apparmor kmod iproute2 procps uidmap
    busybox-static util-linux criu iptables runc)
read -ra more_packages <<<"${CARAFE_GUEST_PACKAGES:-}"
GUEST_PACKAGES+=("${more_packages[@]}")
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
    IMAGE=$IMAGES/$(image_key)
    if [ ! -d "$IMAGE" ]; then
        run_logged "Making the guest's image (some minutes, once)" "$LOG_DIR/guest-image.log" make_image ||
            no_guest "its image cannot be made"
    fi
    flock -u 9
}

image_key() {
    { echo "$(codename) ${GUEST_PACKAGES[*]}" && cat "$VM"/{image.sh,init,carafe-guest.service}; } | sha256sum | cut -c 1-12
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

# In a mount namespace of its own: what debootstrap mounts goes with it, whatever happens.
make_image() {
    rm -rf "$IMAGES"/*.new
    mkdir "$IMAGE.new"
    export -f fill_image unpack_kernel install_system make_initrd codename archive
    local names
    names=$(declare -p VM BOOT_MODULES UNUSED_DRIVERS GUEST_USER)
    unshare --mount bash -euo pipefail -c "$names; fill_image \"\$@\"" image \
        "$IMAGE.new" "${GUEST_PACKAGES[@]}" || return 1
    # only the newest is of use, and each has hundreds of megabytes
    find "$IMAGES" -mindepth 1 -maxdepth 1 -type d ! -name '*.new' -exec rm -rf {} +
    mv "$IMAGE.new" "$IMAGE"
}

# fill_image DIR PACKAGE...
fill_image() {
    local image=$1 work=$1/work
    shift
    mkdir "$work"
    cd "$work"
    unpack_kernel
    install_system "$@"
    make_initrd >"$image/initrd.gz"
    cp kernel/boot/vmlinuz-* "$image/vmlinuz"
    mke2fs -q -t ext4 -d system "$image/disk.img" 4G
    cd /
    rm -rf "$work"
}

unpack_kernel() {
    local package modules
    package=$(apt-cache depends linux-image-amd64 | awk '/Depends: linux-image-[0-9]/ {print $2; exit}')
    apt-get download -o APT::Sandbox::User=root "$package" || {
        # the index is older than the archive
        apt-get update
        apt-get download -o APT::Sandbox::User=root "$package"
    }
    dpkg -x "$package"_*.deb kernel
    modules=$(echo kernel/lib/modules/*)
    for driver in "${UNUSED_DRIVERS[@]}"; do
        rm -rf "$modules/kernel/drivers/$driver"
    done
    depmod -b kernel "${modules##*/}"
}

install_system() {
    local packages=$*
    debootstrap --variant=minbase --include="${packages// /,}" "$(codename)" system "$(archive)"
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
        e2scrub_all.timer e2scrub_reap.service fstrim.timer systemd-timesyncd.service
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
        cp "$file" initrd/modules/
        basename "$file"
    done >initrd/modules/order
    (cd initrd && find . | cpio --quiet -o -H newc) | gzip
}
