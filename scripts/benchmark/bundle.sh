# shellcheck shell=bash disable=SC2153 # names in capitals are those of scripts/bench
# What is measured and what it is measured with. Needs common.sh, CARAFE, MEASURE, SAMPLES, WORK.
# shellcheck disable=SC2034 # variables for the scripts that source this

# runtime_command NAME: how to call a runtime, in COMMAND, and an id for its container, in ID. Each keeps its containers
# in a directory of its own; but their cgroups, which are named by the id, stand side by side.
runtime_command() {
    case $1 in
    carafe) COMMAND=("$CARAFE") ;;
    *) COMMAND=("$(command -v "$1")") ;;
    esac
    COMMAND+=(--root "$WORK/state/$1")
    ID=bench-$1-$$
}

# make_bundle NAME COMMAND...: a bundle in WORK/NAME whose process is the command. The version is the newest that crun
# 1.8 takes.
make_bundle() {
    local bundle=$WORK/$1 arguments
    shift
    arguments=$(printf '"%s",' "$@")
    mkdir "$bundle"
    (cd "$bundle" && "$CARAFE" spec)
    sed -i -e 's/"ociVersion": "[^"]*"/"ociVersion": "1.0.2"/' -e 's/"terminal": true/"terminal": false/' \
        -e "s:\"rootfs\":\"$WORK/rootfs\":" -e "s:^[[:space:]]*\"sh\"\$:${arguments%,}:" "$bundle/config.json"
}

# plan WORD...: adds a step to the file PLAN, in the form that measure.c reads.
plan() {
    local IFS=$'\t'
    echo "$*" >>"$PLAN"
}

# sample TASK SUBJECT MEASURE VALUE
sample() {
    printf '%s\t%s\t1\t%s\t%s\n' "$@" >>"$SAMPLES"
}

# sample_memory TASK SUBJECT PID: resident, proportional and unique set in kB, from proc_pid_smaps_rollup(5)
sample_memory() {
    local task=$1 subject=$2 measure value
    awk '$1 == "Rss:" { print "rss", $2 } $1 == "Pss:" { print "pss", $2 }
        $1 ~ /^Private_(Clean|Dirty):/ { private += $2 } END { print "uss", private + 0 }' "/proc/$3/smaps_rollup" |
        while read -r measure value; do
            sample "$task" "$subject" "$measure" "$value"
        done
}

# take_turns ROUNDS SUBJECT=PLAN...: measures
take_turns() {
    "$MEASURE" "$@" >>"$SAMPLES" 2>>"$LOG_DIR/bench.log"
}

clean_up() {
    local root id
    for root in "$WORK"/state/*/; do
        [ -d "$root" ] || continue
        runtime_command "$(basename "$root")"
        for id in $("${COMMAND[@]}" list -q); do
            "${COMMAND[@]}" delete --force "$id" || note "container $id of ${COMMAND[0]} is left"
        done
    done
    # lazily: a monitor that waited for one of these may write for a moment longer
    umount --lazy "$WORK"
    rmdir "$WORK"
}
