# shellcheck shell=bash
# Debian packages of another architecture or release, to be unpacked and never installed. They come through a private
# apt configuration from the mirror that this machine's apt uses, so the system's index and its architectures stay as
# they are. Needs common.sh.

# debian_mirror prints where this machine's apt gets Debian's main component from.
debian_mirror() {
    # shellcheck disable=SC2016 # expanded by apt
    apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(REPO_URI)' 'Created-By: Packages' 'Component: main' |
        awk '$1 == "Debian" && $2 !~ /-security$/ {print $3; exit}'
}

# debian_codename prints the release that this machine runs.
debian_codename() {
    sed -n 's/^VERSION_CODENAME=//p' /etc/os-release
}

# foreign_apt DIR ARCHITECTURE SUITE: makes a private apt configuration in DIR with an index of its own. After it
# foreign DIR PROGRAM... calls apt-get or apt-cache with it.
foreign_apt() {
    local dir architecture=$2 suite=$3 mirror
    dir=$(realpath -m "$1")
    mirror=$(debian_mirror)
    if [ -z "$mirror" ]; then
        echo "this machine's apt names no mirror of Debian"
        return 1
    fi
    mkdir -p "$dir"/{lists/partial,cache/archives/partial,parts,preferences}
    printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nArchitectures: %s\nSigned-By: %s\n' \
        "$mirror" "$suite" "$architecture" /usr/share/keyrings/debian-archive-keyring.gpg >"$dir/parts/debian.sources"
    cat >"$dir/apt.conf" <<CONF
APT::Architecture "$architecture";
#clear APT::Architectures;
APT::Architectures { "$architecture"; };
APT::Sandbox::User "root";
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$dir/parts";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "$dir/preferences";
Dir::State::lists "$dir/lists";
Dir::State::status "/dev/null";
Dir::Cache "$dir/cache";
CONF
    foreign "$dir" apt-get update
}

# foreign DIR PROGRAM ARGUMENT...
foreign() {
    local dir=$1 program=$2
    shift 2
    APT_CONFIG=$dir/apt.conf "$program" -q "$@"
}
