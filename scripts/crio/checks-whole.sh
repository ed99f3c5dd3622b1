# shellcheck shell=bash
# The engine and its monitors come and go, many pods come at once, and at last nothing is left.
# shellcheck disable=SC2154 # variables of the script that sources this

check_the_engine_restarts() {
    pod
    background lasting . sh -c 'trap "exit 6" TERM; echo ready; while :; do sleep 0.1; done'
    eventually has_logged ready
    local lasting=$container
    background ending . sh -c 'trap "exit 7" TERM; echo ready; while :; do sleep 0.1; done'
    eventually has_logged ready
    local ending=$container pid
    pid=$(pid_of_container)
    end_engine "-${1:-TERM}"
    # the other ends while nobody looks
    kill "$pid"
    eventually is_gone "$pid"
    start_engine
    container=$lasting
    has_state CONTAINER_RUNNING
    expect "$(crictl exec -s "$container" echo alive)" alive
    container=$ending
    has_state CONTAINER_EXITED
    expect "$(property .status.exitCode)" 7
    container=$lasting
    crictl stop -t 30 "$container"
    expect "$(property .status.exitCode)" 6
    end_pod
}

check_the_engine_crashes() {
    check_the_engine_restarts KILL
}

check_the_monitor_is_killed() {
    pod
    background orphan . sleep 100
    kill -KILL "$(cat "$WORK/run/vfs-containers/$container/userdata/conmon-pidfile")"
    sleep 1
    has_state CONTAINER_RUNNING
    expect "$(crictl exec -s "$container" echo alive)" alive
    crictl stop -t 1 "$container"
    eventually has_state CONTAINER_EXITED
    end_pod
    # only a monitor takes this away
    rm "$WORK/attach/$container"
}

check_many_pods_at_once() {
    local i pids=()
    for i in $(seq 20); do
        (
            set -e
            mkdir "$i" && cd "$i"
            new_pod "many$i" .
            background work . sh -c "echo pod $i; sleep 100"
            eventually has_logged "pod $i"
            expect "$(crictl exec -s "$container" echo "exec $i")" "exec $i"
            end_pod
        ) &
        pids+=($!)
    done
    for i in "${pids[@]}"; do
        wait "$i"
    done
}

check_nothing_is_left() {
    [ ${#failed_checks[@]} -eq 0 ] || skip 'failed checks leave their pods'
    expect "$(crictl pods -q)" ''
    expect "$(crictl ps -aq)" ''
    expect "$(find "$WORK/runtime" -mindepth 1)" ''
    expect "$(pgrep -f "^$monitor" || true)" ''
    # the engine forgets some of those that it makes for monitors
    expect "$(find /sys/fs/cgroup -path "/sys/fs/cgroup*$CGROUP/*/crio-*" -type d ! -name 'crio-conmon-*')" ''
}

# Debian's conmon fails this one.
check_no_link_to_an_attach_socket_is_left() {
    [ ${#failed_checks[@]} -eq 0 ] || skip 'failed checks leave their pods'
    expect "$(find "$WORK/attach" -type l)" ''
}
