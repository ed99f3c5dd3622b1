# shellcheck shell=bash
# Checks in the shape of a TAP stream. A check is a function named check_NAME; it runs in a subshell with `set -e` and a
# scratch directory of its own, and what it prints is shown when it fails. It calls skip when it cannot run here.

passed=0 failed_checks=() skipped=0

# run_checks [REGEX]: all functions named check_*, in the order they were written, or those whose name matches
run_checks() {
    local name
    # by file and line number, which declare -F tells in this mode only
    shopt -s extdebug
    for name in $(declare -F | awk '$3 ~ /^check_/ {print $3}' | while read -r f; do declare -F "$f"; done |
        sort -k3,3 -k2,2n | cut -d ' ' -f 1); do
        [[ ${name#check_} =~ ${1:-.} ]] && run_check "${name#check_}"
    done
    shopt -u extdebug
    echo "1..$((passed + ${#failed_checks[@]} + skipped))"
}

run_check() {
    local name=$1 status=0 number=$((passed + ${#failed_checks[@]} + skipped + 1)) scratch
    scratch=$(mktemp -d "$WORK/$name.XXXXXX")
    (
        set -e
        cd "$scratch"
        "check_$name"
    ) >"$scratch.out" 2>&1 </dev/null &
    # waited for and not tested, because a tested subshell ignores `set -e`
    wait $! || status=$?
    case $status in
    0) passed=$((passed + 1)) && echo "ok $number - ${name//_/ }" ;;
    "$SKIPPED") skipped=$((skipped + 1)) && echo "ok $number - ${name//_/ } # SKIP $(tail -n 1 "$scratch.out")" ;;
    *)
        failed_checks+=("$name")
        echo "not ok $number - ${name//_/ }"
        tail -n 15 "$scratch.out" | sed 's/^/# /'
        ;;
    esac
}

SKIPPED=77

# Ends a check that has no ground here. Its reason is the last thing printed.
skip() {
    echo "$*"
    exit "$SKIPPED"
}

# Ends a whole script that has no ground here.
skip_all() {
    echo "1..0 # SKIP $*"
    exit 0
}

expect() {
    [ "$1" = "$2" ] || {
        echo "expected '$2', got '$1'"
        return 1
    }
}

expect_contains() {
    [[ $1 == *"$2"* ]] || {
        echo "expected something with '$2', got '$1'"
        return 1
    }
}

# expect_status STATUS COMMAND...
expect_status() {
    local wanted=$1 status=0
    shift
    "$@" || status=$?
    [ "$status" -eq "$wanted" ] || {
        echo "expected status $wanted, got $status, of: $*"
        return 1
    }
}

# eventually COMMAND...: tries for ten seconds
eventually() {
    local _
    for _ in $(seq 50); do
        "$@" >/dev/null 2>&1 && return 0
        sleep 0.2
    done
    echo "did not happen in time: $*"
    return 1
}

# cgroup_file CONTROLLER PID NAME [NAME_ON_V2]: what a file of a process' cgroup says, on either version
cgroup_file() {
    local path
    path=$(awk -F: -v name="$1" '$2 == name {print $3}' "/proc/$2/cgroup")
    if [ -n "$path" ]; then
        cat "/sys/fs/cgroup/$1$path/$3"
    else
        cat "/sys/fs/cgroup$(sed -n 's/^0:://p' "/proc/$2/cgroup")/${4:-$3}"
    fi
}
