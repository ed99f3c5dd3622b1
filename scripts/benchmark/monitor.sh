# shellcheck shell=bash disable=SC2153 # names in capitals are those of scripts/bench
# Measures monitors. Both drive the same runtime, Carafe. Needs bundle.sh.

# What a container writes for one measurement of throughput, in lines of 100 bytes.
LOG_MEGABYTES=512

# monitor_command NAME ID: how an engine starts a monitor for the bundle WORK/ID, in COMMAND.
monitor_command() {
    local program=$MONITOR id=$2
    [ "$1" = carafe-monitor ] || program=$(command -v "$1")
    COMMAND=("$program" --api-version 1 --cid "$id" --cuuid "$id" --name "$id" --bundle "$WORK/$id"
        --runtime "$CARAFE" --runtime-arg --root --runtime-arg "$WORK/state/carafe"
        --container-pidfile "$WORK/$id/pid" --conmon-pidfile "$WORK/$id/monitor-pid" --full-attach
        --log-path "k8s-file:$WORK/logs/$id" --log-level error
        --exit-dir "$WORK/exits" --socket-dir-path "$WORK/sockets")
}

plan_start() {
    local id=start-$SUBJECT
    make_bundle "$id" true
    monitor_command "$SUBJECT" "$id"
    plan sync 'start to first message' "${COMMAND[@]}"
    plan time - "${RUNTIME[@]}" kill "$id" KILL
    plan reap -
    plan time - "${RUNTIME[@]}" delete "$id"
}

plan_log() {
    local id=log-$SUBJECT copies=$((LOG_MEGABYTES / 8)) lines=$((LOG_MEGABYTES * 10000)) files
    files=$(printf '/lines %.0s' $(seq "$copies"))
    # shellcheck disable=SC2086
    make_bundle "$id" cat $files
    monitor_command "$SUBJECT" "$id"
    plan sync - "${COMMAND[@]}"
    plan begin 'log to a file'
    plan time - "${RUNTIME[@]}" start "$id"
    plan reap -
    plan end
    # a line's last or only record
    plan time 'log is complete' sh -c "test \$(grep -c ' stdout F ' '$WORK/logs/$id') -eq $lines"
    plan time - "${RUNTIME[@]}" delete "$id"
    plan time - rm -f "$WORK/logs/$id"
}

# measure_plans ROUNDS KIND
measure_plans() {
    local plans=()
    step "Measuring: $2, $1 rounds"
    for SUBJECT in "${SUBJECTS[@]}"; do
        PLAN=$WORK/plan-$2-$SUBJECT
        "plan_$2"
        plans+=("$SUBJECT=$PLAN")
    done
    take_turns "$1" "${plans[@]}"
}

# From times and megabytes: throughput and CPU seconds per gigabyte.
sample_throughput() {
    local rates=$WORK/rates
    awk -F '\t' -v OFS='\t' -v megabytes="$LOG_MEGABYTES" '
        $1 == "log to a file" && $4 == "wall" { print $1, $2, $3, "throughput", megabytes * 1000 / $5 }
        $1 == "log to a file" && $4 == "own_cpu" { print $1, $2, $3, "cpu_per_gb", $5 / megabytes }
    ' "$SAMPLES" >"$rates"
    cat "$rates" >>"$SAMPLES"
}

# measure_idle TASK COUNT: memory of monitors whose containers run and write nothing
measure_idle() {
    local task=$1 count=$2 number id
    for SUBJECT in "${SUBJECTS[@]}"; do
        for number in $(seq "$count"); do
            id=idle-$SUBJECT-$count-$number
            make_bundle "$id" sleep 1000000
            monitor_command "$SUBJECT" "$id"
            "${COMMAND[@]}" </dev/null
            await_container "$id"
            "${RUNTIME[@]}" start "$id"
        done
        # until pages are given back
        sleep 2
        for number in $(seq "$count"); do
            id=idle-$SUBJECT-$count-$number
            sample_memory "$task" "$SUBJECT" "$(cat "$WORK/$id/monitor-pid")"
        done
        for number in $(seq "$count"); do
            "${RUNTIME[@]}" delete --force "idle-$SUBJECT-$count-$number"
        done
    done
}

# await_container ID: a monitor says on its sync pipe that the container was created; here it has none.
await_container() {
    until "${RUNTIME[@]}" state "$1" 2>/dev/null | grep -q '"created"'; do
        [ -e "/proc/$(cat "$WORK/$1/monitor-pid")" ] || die "$SUBJECT ended without creating $1"
        sleep 0.05
    done
}

measure_monitor() {
    SUBJECTS=(carafe-monitor)
    ! command -v conmon >/dev/null || SUBJECTS+=(conmon)
    runtime_command carafe
    RUNTIME=("${COMMAND[@]}")
    mkdir "$WORK"/{logs,exits,sockets}
    # 8 MB
    seq -f %099.0f 80000 >"$WORK/rootfs/lines"
    measure_plans "$ROUNDS" start
    measure_plans "$(((ROUNDS + 7) / 8))" log
    sample_throughput
    step "Looking at the memory of idle monitors"
    measure_idle 'one idle monitor, memory' 1
    measure_idle 'one of ten idle monitors, memory' 10
}
