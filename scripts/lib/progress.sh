# shellcheck shell=bash
# Progress and failure messages. They go to standard error, so that a script's standard output is its result alone.

step() {
    printf '==> %s\n' "$*" >&2
}

note() {
    printf '    %s\n' "$*" >&2
}

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# run_logged TITLE LOG COMMAND... runs a long command with its output in LOG. Meanwhile it shows the seconds that went by
# (on a terminal also the last line of the log); if the command fails it shows the end of the log.
run_logged() {
    local title=$1 log=$2
    shift 2
    local started=$SECONDS shown=0 pid status=0
    mkdir -p "$(dirname "$log")"
    step "$title"
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    while kill -0 "$pid" 2>/dev/null; do
        sleep 0.5
        if [ -t 2 ]; then
            printf '\r    %4d s  %.90s\033[K' "$((SECONDS - started))" "$(tail -n 1 "$log" | tr -cd '[:print:]')" >&2
        elif [ $((SECONDS - started - shown)) -ge 20 ]; then
            shown=$((SECONDS - started))
            note "$shown s ..."
        fi
    done
    wait "$pid" || status=$?
    if [ -t 2 ]; then
        printf '\r\033[K' >&2
    fi
    if [ "$status" -ne 0 ]; then
        note "failed after $((SECONDS - started)) s with status $status; the end of $log:"
        tail -n 25 "$log" | sed 's/^/    | /' >&2
        return "$status"
    fi
    note "done in $((SECONDS - started)) s"
}
