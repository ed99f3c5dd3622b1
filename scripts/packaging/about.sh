# shellcheck shell=bash
# What each package says about itself. Needs common.sh and maven.sh.

# shellcheck disable=SC2034 # for scripts/package
PACKAGES=(carafe carafe-monitor)

# shellcheck disable=SC2034
# about NAME sets summary, description (lines of at most 78 characters), recommends (Debian's names of what the program
# calls if it is there) and recommends_rpm
about() {
    case $1 in
    carafe)
        summary='OCI runtime with the command line of runc'
        description='Runs containers from bundles as the OCI runtime specification defines them, for
container engines such as Podman, Docker, containerd and CRI-O, or by hand.
A failure names the step, the place in config.json and the system call.
.
One static executable; cgroup v1 and v2, seccomp, user namespaces, rootless.'
        recommends='uidmap, criu'
        recommends_rpm='shadow-utils criu'
        ;;
    carafe-monitor)
        summary='container monitor with the command line of conmon'
        description='One small process for each container: holds its terminal or pipes, writes its
logs, serves those who attach, and records the exit code. Takes the place of
conmon under Podman and CRI-O, or runs containers by hand.
.
One static executable, which can be taken over by a new one when it dies.'
        recommends='carafe | runc | crun, passt'
        recommends_rpm='carafe passt'
        ;;
    *) die "no such package: $1" ;;
    esac
}

# Who made the packages, as Debian's files want it: whoever made the commit they are made from.
packager() {
    local packager
    packager=$(git -C "$ROOT" log -1 --format='%an <%ae>' 2>/dev/null) || true
    echo "${CARAFE_PACKAGER:-${packager:-unknown <unknown@localhost>}}"
}

# release_notes VERSION: its section of CHANGELOG.md, one line for each point
release_notes() {
    sed -e 's/\[\([^]]*\)\]([^)]*)/\1/g' "$ROOT/CHANGELOG.md" | awk -v version="$1" '
        /^## / { inside = $2 == version || $2 == version ","; next }
        inside && /^- / { if (point != "") print point; point = substr($0, 3); next }
        inside && /^  [^ ]/ { point = point " " substr($0, 3) }
        END { if (point != "") print point }'
}

# Where each architecture's executables are, and its names: Debian's (as in --arch), the kernel's.
machine_of() {
    case $1 in
    amd64) echo x86_64 ;;
    arm64) echo aarch64 ;;
    *) die "no packages are made for $1 (amd64 and arm64 are known)" ;;
    esac
}

# executable NAME ARCHITECTURE
executable() {
    local machine
    machine=$(machine_of "$2")
    if [ "$machine" = "$(uname -m)" ]; then
        echo "$DIST/bin/$1"
    else
        echo "$DIST/$machine/bin/$1"
    fi
}
