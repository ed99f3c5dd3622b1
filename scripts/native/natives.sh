# shellcheck shell=bash
# Holds clib/jdk/symbols to what the images really refer to. Sourced by build-image, whose variables it uses.
# shellcheck disable=SC2154 # variables of build-image

SYMBOLS=$ROOT/scripts/native/clib/jdk/symbols

# check_natives MAP: the functions of libjava.a that the linker took are those which the list says this program needs.
check_natives() {
    local unused new
    taken_natives "$1" >"$work/natives"
    listed_natives >"$work/natives.listed"
    unused=$(comm -13 "$work/natives" "$work/natives.listed")
    new=$(comm -23 "$work/natives" "$work/natives.listed")
    [ -z "$unused$new" ] || {
        [ -z "$unused" ] || note "no longer needed by $name, so take it off the list:" $unused
        [ -z "$new" ] || note "listed for the other program alone, and $name refers to it, too:" $new
        return 1
    }
}

# taken_natives MAP: the members of libjava.a that the linker's map names as included, which are called like the functions
taken_natives() {
    sed -n 's/^[^ ]*libjava\.a(\(.*\)\.o)$/\1/p' "$1" | sort -u
}

listed_natives() {
    awk -v program="$name" '!/^#/ && NF && ($3 == program || $3 == "both") {print $2}' "$SYMBOLS" | sort -u
}

# explain_missing_natives LOG: after a failed build, says which functions the linker missed and how Java gets to them; the
# builder is asked for each in a run of its own. Always fails.
explain_missing_natives() {
    local symbol method
    for symbol in $(sed -n "s/.*undefined reference to [\`']\(.*\)'.*/\1/p" "$1" | sort -u); do
        note "the image refers to $symbol, which scripts/native/clib/jdk/symbols does not list"
        method=$(java_method "$symbol") || continue
        note "$method is reached so:"
        rm -f "$work"/reports/trace_methods_*
        "$run" "${options[@]}" -H:AbortOnMethodReachable="$method" >"$work/trace" 2>&1 </dev/null || true
        head -n 30 "$work"/reports/trace_methods_* | cut -c 1-170 | sed 's/^/    | /' >&2
    done
    return 1
}

# java_method SYMBOL: the class and method behind a name that JNI made of them
java_method() {
    [[ $1 == Java_* ]] || return 1
    sed -e 's/^Java_//' -e 's/__.*//' -e 's/_\([1-3]\)/%\1/g' -e 's/_/./g' -e 's/%1/_/g' <<<"$1"
}
