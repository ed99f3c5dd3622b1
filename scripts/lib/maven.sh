# shellcheck shell=bash
# Maven, as all scripts call it. Needs common.sh.

# What each program is made of. The commit that last touched it is what `--version` tells, so a change of documentation
# or of the other program alone does not make another binary.
CARAFE_SOURCES=(pom.xml spec runtime scripts/native)
MONITOR_SOURCES=(pom.xml shim-protocol runtime/kernel monitor scripts/native)

# source_commit PATH...: the commit that last touched these
source_commit() {
    local commit
    commit=$(git -C "$ROOT" log -1 --format=%h -- "$@" 2>/dev/null) || true
    [ -n "$commit" ] || commit=unknown
    [ -z "$(git -C "$ROOT" status --porcelain -- "$@" 2>/dev/null)" ] || commit=$commit-dirty
    echo "$commit"
}

# source_date PATH...: SOURCE_DATE_EPOCH (reproducible-builds.org), or else when that commit was made
source_date() {
    local seconds=${SOURCE_DATE_EPOCH:-}
    [ -n "$seconds" ] || seconds=$(git -C "$ROOT" log -1 --format=%ct -- "$@" 2>/dev/null) || true
    if [ -n "$seconds" ]; then
        date -u -d "@$seconds" +%Y-%m-%dT%H:%M:%SZ
    else
        echo unknown
    fi
}

# The number that pom.xml gives.
carafe_version() {
    sed -n 's:.*<revision>\(.*\)</revision>.*:\1:p' "$ROOT/pom.xml"
}

maven() {
    (cd "$ROOT" && mvn -B -ntp \
        -Dcarafe.commit="$(source_commit "${CARAFE_SOURCES[@]}")" \
        -Dcarafe.built="$(source_date "${CARAFE_SOURCES[@]}")" \
        -Dcarafe.monitor.commit="$(source_commit "${MONITOR_SOURCES[@]}")" \
        -Dcarafe.monitor.built="$(source_date "${MONITOR_SOURCES[@]}")" "$@")
}
