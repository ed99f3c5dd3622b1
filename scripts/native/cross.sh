# shellcheck shell=bash
# What it takes to build for aarch64 on x86_64: a C compiler from Debian, musl for that architecture from its package
# there, and QEMU's user emulation. Sourced by toolchain.sh.

# shellcheck disable=SC2034 # for toolchain.sh
CROSS_PACKAGES=(gcc-aarch64-linux-gnu linux-libc-dev-arm64-cross qemu-user-static make)

# is_cross: the image is for another architecture than this machine's
is_cross() {
    [ "$TARGET" != "$(uname -m)" ]
}

# prepare_sysroot sets SYSROOT: musl for $TARGET, unpacked and never installed; "packages" in it says of which version it is
prepare_sysroot() {
    SYSROOT=$CACHE/sysroot-$TARGET-$(debian_codename)
    if [ ! -d "$SYSROOT" ]; then
        run_logged "Fetching musl for $TARGET from Debian" "$LOG_DIR/sysroot.log" make_sysroot "$SYSROOT" ||
            cannot_have "the C library musl for $TARGET (package musl-dev:arm64)" Debian
    fi
}

# make_sysroot DIR
make_sysroot() {
    local dir=$1 package
    rm -rf "$dir.new"
    mkdir -p "$dir.new/apt"
    foreign_apt "$dir.new/apt" arm64 "$(debian_codename)" || return 1
    (cd "$dir.new" && foreign apt apt-get download musl-dev) || return 1
    package=$(echo "$dir.new"/musl-dev_*.deb)
    dpkg -x "$package" "$dir.new"
    # shellcheck disable=SC2016 # expanded by dpkg-deb
    dpkg-deb -W --showformat '${Package} ${Version}\n' "$package" >"$dir.new/packages"
    # the compiler's options name its directories
    sed "s:/usr/:$dir/usr/:g" "$dir.new/usr/lib/$TARGET-linux-musl/musl-gcc.specs" >"$dir.new/musl-gcc.specs"
    rm -rf "$dir.new/apt" "$package"
    mv "$dir.new" "$dir"
}

# write_cross_compiler FILE
write_cross_compiler() {
    {
        echo '#!/bin/bash'
        printf 'SYSROOT=%q\n' "$SYSROOT"
        cat "$NATIVE/cross/cc"
    } >"$1"
    chmod +x "$1"
}
