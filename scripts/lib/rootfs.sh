# shellcheck shell=bash
# A root file system for demonstrations and checks.

# make_busybox_rootfs DIR: Debian's static busybox, one link for each of its programs, and a user database.
make_busybox_rootfs() {
    mkdir -p "$1"/{bin,dev,etc,proc,root,sys,tmp}
    chmod 1777 "$1/tmp"
    cp /bin/busybox "$1/bin/"
    "$1/bin/busybox" --install -s "$1/bin"
    # the links it makes name its place outside
    find "$1/bin" -type l -exec ln -sf busybox {} \;
    echo 'root:x:0:0:root:/root:/bin/sh' >"$1/etc/passwd"
    echo 'root:x:0:' >"$1/etc/group"
}
