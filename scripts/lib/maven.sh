# shellcheck shell=bash
# Maven, as all scripts call it. Needs common.sh.

# The commit that last touched what the programs are made of: `carafe --version` tells it, and a change of
# documentation alone does not make other binaries.
source_commit() {
    local parts=(pom.xml spec shim-protocol runtime monitor scripts/native) commit
    commit=$(git -C "$ROOT" log -1 --format=%h -- "${parts[@]}" 2>/dev/null)
    [ -n "$commit" ] || commit=unknown
    [ -z "$(git -C "$ROOT" status --porcelain -- "${parts[@]}" 2>/dev/null)" ] || commit=$commit-dirty
    echo "$commit"
}

maven() {
    (cd "$ROOT" && mvn -B -ntp -Dcarafe.commit="$(source_commit)" "$@")
}
