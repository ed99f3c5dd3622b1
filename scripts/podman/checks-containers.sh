# shellcheck shell=bash
# Containers from their beginning to their end, what they print and what is typed, execs and health.
# shellcheck disable=SC2016,SC2154 # expanded in the container; variables of the script that sources this

check_the_runtime_and_the_monitor_are_given() {
    expect "$(podman info --format '{{.Host.OCIRuntime.Path}}')" "$runtime"
    expect "$(podman info --format '{{.Host.Conmon.Path}}')" "$monitor"
}

check_run() {
    expect "$(run $IMAGE echo hello)" hello
    expect "$(run $IMAGE sh -c 'echo error >&2' 2>&1 >/dev/null)" error
}

check_exit_codes() {
    expect_status 42 run $IMAGE sh -c 'exit 42'
    expect_status 127 run $IMAGE /no/such/program
    expect_status 126 run $IMAGE /etc
}

check_standard_input() {
    head -c 2000000 /dev/urandom >sent
    podman run --rm -i --network none $IMAGE cat <sent | cmp - sent
}

check_terminal_with_a_size() {
    expect_contains "$(run -t $IMAGE tty)" /dev/pts/
    # waits for the size, which is told after the start
    expect_contains "$(script -qefc "stty rows 31 cols 77; timeout 60 podman --tmpdir $WORK/tmp run --rm -it --network none \
        $IMAGE sh -c 'until stty size | grep \"31 77\"; do sleep 0.1; done'" /dev/null)" '31 77'
}

check_logs() {
    background logs $IMAGE sh -c 'for i in 1 2 3; do echo line $i; done; echo error >&2'
    podman wait logs
    expect "$(podman logs logs 2>/dev/null | tr '\n' ' ')" 'line 1 line 2 line 3 '
    expect "$(podman logs logs 2>&1 >/dev/null)" error
    expect "$(podman logs --tail 1 logs 2>&1 | wc -l)" 1
}

check_logs_are_followed() {
    background follow $IMAGE sh -c 'for i in 1 2 3 4; do echo $i; sleep 0.3; done'
    expect "$(podman logs -f follow | wc -l)" 4
}

check_logs_of_long_lines() {
    background long $IMAGE sh -c 'head -c 40000 /dev/zero | tr "\0" x; echo; echo end'
    podman wait long
    expect "$(podman logs long | head -n 1 | tr -d '\n' | wc -c)" 40000
}

check_logs_are_limited() {
    background limited --log-opt max-size=20kb $IMAGE sh -c 'for i in $(seq 3000); do echo line-$i; done'
    podman wait limited
    (($(stat -c %s "$(property limited '{{.HostConfig.LogConfig.Path}}')") < 30000))
    expect "$(podman logs limited | tail -n 1)" line-3000
}

check_no_logs() {
    background none --log-driver none $IMAGE echo unseen
    podman wait none
    podman logs none 2>/dev/null && return 1
    return 0
}

check_exec() {
    background exec $IMAGE sleep 1000
    expect "$(podman exec exec echo inside)" inside
    expect_status 7 podman exec exec sh -c 'exit 7'
    expect_status 127 podman exec exec /no/such/program
    expect "$(printf typed | podman exec -i exec cat)" typed
    expect "$(podman exec -e A=b -w /tmp -u 5:6 exec sh -c 'echo $A $PWD $(id -u) $(id -g)')" 'b /tmp 5 6'
    expect_contains "$(podman exec -t exec tty)" /dev/pts/
}

check_exec_in_the_background() {
    background detached $IMAGE sleep 1000
    podman exec -d detached sh -c 'echo written >/file'
    eventually podman exec detached grep written /file
}

check_many_execs_at_once() {
    local i pids=()
    background many $IMAGE sleep 1000
    for i in $(seq 12); do
        podman exec many sh -c "sleep 0.2; echo $i" >"$i" &
        pids+=($!)
    done
    for i in "${pids[@]}"; do wait "$i"; done
    for i in $(seq 12); do expect "$(cat "$i")" "$i"; done
}

check_attach() {
    trap remove_containers EXIT
    podman run -d -i --name attach --network none $IMAGE sh -c 'read word; echo got-$word; sleep 0.5' >/dev/null
    expect_contains "$(echo word | podman attach attach)" got-word
}

check_start_attached() {
    trap remove_containers EXIT
    podman create --name attached --network none $IMAGE sh -c 'echo started; exit 3' >/dev/null
    expect_status 3 podman start -a attached >out
    expect "$(cat out)" started
}

check_stop() {
    background stop $IMAGE sh -c 'trap "exit 11" TERM; touch /ready; while :; do sleep 0.1; done'
    eventually podman exec stop test -e /ready
    podman stop -t 30 stop
    expect "$(property stop '{{.State.ExitCode}}')" 11
}

check_stop_of_who_does_not_listen() {
    background deaf $IMAGE sh -c 'trap "" TERM; touch /ready; while :; do sleep 0.1; done'
    eventually podman exec deaf test -e /ready
    podman stop -t 1 deaf
    expect "$(property deaf '{{.State.ExitCode}}')" 137
}

check_kill_with_a_signal() {
    background usr1 $IMAGE sh -c 'trap "exit 21" USR1; touch /ready; while :; do sleep 0.1; done'
    eventually podman exec usr1 test -e /ready
    podman kill -s USR1 usr1
    expect "$(podman wait usr1)" 21
}

check_kill_behind_the_back() {
    background killed $IMAGE sleep 1000
    kill -KILL "$(property killed '{{.State.Pid}}')"
    expect "$(podman wait killed)" 137
}

check_restart() {
    local before
    background restart $IMAGE sleep 1000
    before=$(property restart '{{.State.Pid}}')
    podman restart -t 0 restart
    has_property restart '{{.State.Running}}' true
    [ "$(property restart '{{.State.Pid}}')" != "$before" ]
}

check_restart_policy() {
    background policy --restart on-failure:2 $IMAGE sh -c 'echo try; exit 1'
    eventually has_property policy '{{.RestartCount}}' 2
    eventually has_property policy '{{.State.Status}}' exited
    expect "$(podman logs policy | wc -l)" 3
}

check_removed_at_its_end() {
    trap remove_containers EXIT
    podman run -d --rm --name gone --network none $IMAGE sleep 0.5
    is_gone() { ! podman container exists gone; }
    eventually is_gone
}

check_health() {
    background health --health-cmd 'test -e /ok' --health-interval disable --health-retries 1 $IMAGE \
        sh -c 'touch /ok; sleep 1000'
    eventually podman exec health test -e /ok
    podman healthcheck run health
    podman exec health rm /ok
    expect_status 1 podman healthcheck run health
}

check_health_on_failure() {
    from 4.4
    local action
    for action in kill stop restart; do
        background "on-$action" --health-cmd 'test -e /ok' --health-interval disable --health-retries 1 \
            --health-on-failure "$action" $IMAGE sh -c 'trap "exit 0" TERM; touch /ok; while :; do sleep 0.1; done'
        eventually podman exec "on-$action" test -e /ok
        podman exec "on-$action" rm /ok
        podman healthcheck run "on-$action" || true
    done
    eventually has_property on-kill '{{.State.Status}} {{.State.ExitCode}}' 'exited 137'
    eventually has_property on-stop '{{.State.Status}} {{.State.ExitCode}}' 'exited 0'
    eventually podman exec on-restart test -e /ok
}

check_pause() {
    rootful
    background pause $IMAGE sleep 1000
    podman pause pause
    has_property pause '{{.State.Status}}' paused
    podman unpause pause
    has_property pause '{{.State.Status}}' running
}

check_limits_and_their_update() {
    rootful
    local pid
    background limits -m 64m --memory-swap 64m --pids-limit 33 --cpus 0.5 --cpuset-cpus 0 $IMAGE sleep 1000
    pid=$(property limits '{{.State.Pid}}')
    expect "$(cgroup_file memory "$pid" memory.limit_in_bytes memory.max)" 67108864
    expect "$(cgroup_file pids "$pid" pids.max)" 33
    expect "$(cgroup_file cpu "$pid" cpu.cfs_quota_us cpu.max | cut -d ' ' -f 1)" 50000
    expect "$(cgroup_file cpuset "$pid" cpuset.cpus)" 0
    podman update -m 96m --memory-swap 96m --cpus 0.25 limits
    expect "$(cgroup_file memory "$pid" memory.limit_in_bytes memory.max)" 100663296
    expect "$(cgroup_file cpu "$pid" cpu.cfs_quota_us cpu.max | cut -d ' ' -f 1)" 25000
}

check_out_of_memory() {
    rootful
    background memory -m 24m --memory-swap 24m $IMAGE sh -c 'tail /dev/zero; sleep 1; exit 3'
    podman wait memory
    expect "$(property memory '{{.State.OOMKilled}} {{.State.ExitCode}}')" 'true 3'
}

check_top_and_stats() {
    background top $IMAGE sleep 1000
    expect_contains "$(podman top top)" 'sleep 1000'
    rootful
    expect "$(podman stats --no-stream --format '{{.PIDs}}' top)" 1
}

check_the_monitor_is_killed() {
    trap remove_containers EXIT
    podman run -d --name orphan --network none --conmon-pidfile "$PWD/monitor" $IMAGE sleep 1000
    kill -KILL "$(cat monitor)"
    podman rm -f -t 0 orphan
    podman container exists orphan && return 1
    return 0
}

check_eight_at_once() {
    local i pids=()
    trap remove_containers EXIT
    for i in $(seq 8); do
        podman run -d --name "many$i" --network none $IMAGE sleep 1000 >/dev/null &
        pids+=($!)
    done
    for i in "${pids[@]}"; do wait "$i"; done
    expect "$(podman ps -q --filter name=many | wc -l)" 8
}
