# shellcheck shell=bash
# The files of a package, in a directory. Needs about.sh and documents.sh.

# stage NAME ARCHITECTURE DIR ZSH: what all kinds of packages have, below DIR/usr
stage() {
    local name=$1 architecture=$2 dir=$3 zsh=$4
    install -D -m 755 "$(executable "$name" "$architecture")" "$dir/usr/bin/$name"
    # it sets up both programs, and without a runtime there is nothing to set up
    [ "$name" != carafe ] || install -m 755 "$ROOT/scripts/carafe-setup" "$dir/usr/bin/carafe-setup"
    install_manuals "$name" "$dir/usr/share/man/man8"
    # without name and time
    gzip -9n "$dir"/usr/share/man/man8/*.8
    install_completion "$name" "$dir/usr/share" "$zsh"
}

# licences DIR: the texts that Debian has in its base system, and others need brought along
licences() {
    install -D -m 644 "$ROOT/LICENSE" "$1/LICENSE"
    install -m 644 "$ROOT/scripts/packaging/copyright" /usr/share/common-licenses/GPL-2 \
        /usr/share/common-licenses/GPL-3 "$1/"
}

# settle DIR: owners come from the archivers, times from here, so that two builds of one commit are the same
settle() {
    find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}
