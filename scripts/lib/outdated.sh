# shellcheck shell=bash
# Binaries that are up to date, for scripts that run them. Needs common.sh.

# build_if_outdated [OPTION]: builds, with an option of scripts/build, if something was changed after the last build
build_if_outdated() {
    local sources=(pom.xml spec shim-protocol runtime monitor scripts/{build,lib,native})
    if [ ! -e "$DIST/built" ] || [ -n "$(find "${sources[@]/#/$ROOT/}" \
        -name target -prune -o -type f -newer "$DIST/built" -print -quit)" ]; then
        "$ROOT/scripts/build" "$@"
    fi
}
