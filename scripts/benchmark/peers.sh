# shellcheck shell=bash
# The peers to measure against: the newest that Debian has, because those of an old release are the easier ones.
# Needs roots.sh and packages.sh.

PEERS=(crun runc conmon)

# newest_peers puts them first in PATH; those of this machine serve where none can be had.
newest_peers() {
    local suite
    # The index of a fast suite can name versions that are gone from the archive, so there is a next one.
    for suite in sid testing stable; do
        # shellcheck disable=SC2154 # root_with sets root_of_suite
        if root_with "$suite" "${PEERS[@]}" && own_loader "$root_of_suite"; then
            PATH=$root_of_suite/peers:$PATH
            return
        fi
    done
    note "no newer peers than this machine's can be had"
}

# own_loader ROOT: copies of the peers in ROOT/peers that run outside of it with its loader and its libraries. Named in
# the executables, not on a command line, because runtimes execute themselves again.
own_loader() {
    local root=$1 name
    [ ! -d "$root/peers" ] || return 0
    install_packages patchelf || return
    rm -rf "$root/peers.new"
    mkdir "$root/peers.new"
    for name in "${PEERS[@]}"; do
        cp "$(realpath "$root/usr/bin/$name" 2>/dev/null || realpath "$root/usr/sbin/$name")" "$root/peers.new/$name" || return
        patchelf --set-interpreter "$root/lib64/ld-linux-x86-64.so.2" \
            --force-rpath --set-rpath "$root/usr/lib/x86_64-linux-gnu" "$root/peers.new/$name" || return
    done
    mv "$root/peers.new" "$root/peers"
}
