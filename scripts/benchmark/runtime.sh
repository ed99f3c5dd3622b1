# shellcheck shell=bash disable=SC2153 # names in capitals are those of scripts/bench
# Measures runtimes. Needs bundle.sh.

# How many containers at once, and how often: a round of it takes as long as 40 of all else.
PARALLEL=100
PARALLEL_ROUNDS=3

# call TASK WORD...: a step that calls the runtime, under strace if TRACED is true. With -D the runtime stays a child of
# the one who measures, and does not wait for the container that strace goes on to follow.
call() {
    local task=$1 traced=()
    shift
    if $TRACED && [ "$task" != - ]; then
        traced=(strace -D -f -qq -c -o "$OUT/strace/$task.$SUBJECT")
    fi
    plan time "$task" "${traced[@]}" "${COMMAND[@]}" "$@"
}

# The plans. Each leaves the host as it was and is for the runtime COMMAND.

plan_run() {
    call run run --bundle "$WORK/true" "$ID"
}

plan_lifecycle() {
    plan begin 'create, start, exit, delete'
    call create create --bundle "$WORK/true" "$ID"
    call start start "$ID"
    plan reap -
    call delete delete "$ID"
    plan end
}

plan_verbs() {
    call --version --version
    call - create --bundle "$WORK/sleep" "$ID"
    call - start "$ID"
    call state state "$ID"
    call kill kill "$ID" KILL
    plan reap -
    call - delete "$ID"
}

# For a container that runs all the time.
plan_busy() {
    call exec exec "$ID" true
    call update update --pids-limit 100 "$ID"
    call pause pause "$ID"
    call resume resume "$ID"
}

plan_parallel() {
    local outer=$PLAN
    PLAN=$PLAN.worker
    call - create --bundle "$WORK/sleep" "$ID-%w"
    call - start "$ID-%w"
    call - exec "$ID-%w" true
    call - kill "$ID-%w" KILL
    plan reap -
    call - delete "$ID-%w"
    PLAN=$outer
    plan parallel "$PARALLEL at once" "$PARALLEL" "$PLAN.worker"
}

# write_plans KIND: one for each runtime; PLANS names them as measure.c expects.
write_plans() {
    local kind=$1
    PLANS=()
    for SUBJECT in "${SUBJECTS[@]}"; do
        runtime_command "$SUBJECT"
        PLAN=$WORK/plan-$kind-$SUBJECT
        rm -f "$PLAN" "$PLAN.worker"
        "plan_$kind"
        # strace writes what it counted when the last process that it follows is gone
        ! $TRACED || plan reap -
        PLANS+=("$SUBJECT=$PLAN")
    done
}

# for_all WORD...: calls each runtime with these words and its container.
for_all() {
    local subject
    for subject in "${SUBJECTS[@]}"; do
        runtime_command "$subject"
        "${COMMAND[@]}" "$@" "$ID" </dev/null >>"$LOG_DIR/bench.log" 2>&1 ||
            note "$subject $1 failed, see $LOG_DIR/bench.log"
    done
}

# measure_plans ROUNDS KIND...
measure_plans() {
    local rounds=$1 kind
    shift
    for kind in "$@"; do
        step "Measuring: $kind, $rounds rounds"
        write_plans "$kind"
        take_turns "$rounds" "${PLANS[@]}"
    done
}

measure_busy() {
    for_all create --bundle "$WORK/sleep"
    for_all start
    measure_plans "$ROUNDS" busy
    step "Counting system calls"
    TRACED=true
    SAMPLES=/dev/null measure_plans 1 busy
    TRACED=false
    for_all delete --force
}

# What strace -c counted: the last line is "% time, seconds, usecs/call, calls, errors, total".
sample_syscalls() {
    local file task
    for file in "$OUT"/strace/*.*; do
        task=${file##*/}
        sample "${task%.*}" "${task##*.}" syscalls "$(awk '$NF == "total" { print $4 }' "$file")"
    done
}

measure_memory() {
    local subject
    step "Looking at the memory of created containers"
    for subject in "${SUBJECTS[@]}"; do
        runtime_command "$subject"
        "${COMMAND[@]}" create --bundle "$WORK/true" --pid-file "$WORK/pid" "$ID" </dev/null >/dev/null
        sample_memory 'created container, memory' "$subject" "$(cat "$WORK/pid")"
        "${COMMAND[@]}" delete --force "$ID"
    done
}

measure_runtime() {
    local name
    SUBJECTS=(carafe)
    for name in crun runc; do
        ! command -v "$name" >/dev/null || SUBJECTS+=("$name")
    done
    TRACED=false
    make_bundle true true
    make_bundle sleep sleep 1000000
    rm -f "$OUT"/strace/*
    measure_plans "$ROUNDS" run lifecycle verbs
    measure_busy
    measure_plans "$((ROUNDS < PARALLEL_ROUNDS ? ROUNDS : PARALLEL_ROUNDS))" parallel
    step "Counting system calls"
    TRACED=true
    SAMPLES=/dev/null measure_plans 1 run lifecycle verbs
    sample_syscalls
    measure_memory
}
