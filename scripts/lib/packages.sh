# shellcheck shell=bash
# Debian packages by name. Needs progress.sh.

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null)" = "ii " ]
}

# install_packages NAME... installs what is missing; says what it misses when it may not or cannot install.
install_packages() {
    local missing=() name sudo=()
    for name in "$@"; do
        is_installed "$name" || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        note "not a Debian system; these packages or their like are needed: ${missing[*]}"
        return 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            note "not root: please run  apt-get install ${missing[*]}"
            return 1
        fi
        sudo=(sudo)
    fi
    # Without a fresh index a new machine knows no package, or versions that are gone.
    run_logged "Refreshing the package index" "$LOG_DIR/apt-update.log" "${sudo[@]}" apt-get -q update ||
        note "apt-get update failed; trying with the index that is there"
    run_logged "Installing Debian packages: ${missing[*]}" "$LOG_DIR/apt-install.log" \
        "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "${missing[@]}"
}
