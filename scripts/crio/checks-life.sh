# shellcheck shell=bash
# A container's life, its resources and its end.
# shellcheck disable=SC2154 # variables of the script that sources this

check_the_engine_is_ready() {
    eventually conditions_are_met
    has_feature recursive_read_only_mounts
}

# has_feature NAME: in the engine's eyes, which takes it from the runtime's "features"
has_feature() {
    crictl info | jq -e --arg name "$1" '.runtimeHandlers[] | select(.name == "checked") | .features[$name]'
}

conditions_are_met() {
    crictl info | jq -e '.status.conditions | all(.status)'
}

check_run_and_logs() {
    pod
    expect "$(run logs . sh -c 'echo to stdout; echo to stderr >&2' 2>err)" 'to stdout'
    expect "$(cat err)" 'to stderr'
    end_pod
}

check_exit_codes() {
    pod
    run plain . sh -c 'exit 42'
    expect "$(property '"\(.status.exitCode) \(.status.reason)"')" '42 Error'
    run good . true
    expect "$(property '"\(.status.exitCode) \(.status.reason)"')" '0 Completed'
    background signal . sleep 100
    kill -KILL "$(pid_of_container)"
    eventually has_state CONTAINER_EXITED
    expect "$(property .status.exitCode)" 137
    end_pod
}

check_programs_that_are_missing() {
    pod
    create missing . /no/such/program 2>out && crictl start "$container" 2>out && return 1
    expect_contains "$(cat out)" 'no such file or directory'
    # shellcheck disable=SC2016
    create missing . no-such-program 2>out && return 1
    # shellcheck disable=SC2016
    expect_contains "$(cat out)" 'executable file not found in $PATH'
    expect "$(crictl ps -aq --pod "$pod")" ''
    end_pod
}

check_states() {
    pod
    create states . sleep 100
    expect "$(property .status.state)" CONTAINER_CREATED
    crictl start "$container"
    expect "$(property .status.state)" CONTAINER_RUNNING
    expect "$(crictl ps -q --pod "$pod")" "$container"
    crictl stop "$container"
    expect "$(property .status.state)" CONTAINER_EXITED
    crictl rm "$container"
    crictl inspect "$container" && return 1
    end_pod
}

check_stats() {
    pod
    background stats '.linux.resources.memory_limit_in_bytes = 67108864' sh -c 'while :; do :; done'
    eventually has_cpu_stats
    crictl stats -o json "$container" | jq -e '.stats[0].memory.workingSetBytes.value | tonumber > 0'
    crictl statsp -o json "$pod" | jq -e '.stats[0].linux.containers[0].cpu.usageCoreNanoSeconds.value | tonumber > 0'
    end_pod
}

has_cpu_stats() {
    crictl stats -o json "$container" | jq -e '.stats[0].cpu.usageCoreNanoSeconds.value | tonumber > 10000000'
}

check_stop_with_grace() {
    pod
    background graceful . sh -c 'trap "echo ending; exit 3" TERM; echo ready; while :; do sleep 0.1; done'
    eventually has_logged ready
    crictl stop -t 30 "$container"
    expect "$(property .status.exitCode)" 3
    has_logged ending
    end_pod
}

check_stop_with_force() {
    pod
    background stubborn . sh -c 'trap "" TERM; echo ready; while :; do sleep 0.1; done'
    eventually has_logged ready
    crictl stop -t 1 "$container"
    expect "$(property .status.exitCode)" 137
    background sleeping . sleep 100
    crictl stop -t 0 "$container"
    expect "$(property .status.exitCode)" 137
    end_pod
}

check_stop_signal_of_the_container() {
    pod
    # 29 is SIGUSR1 in the engine's interface
    background stopsignal '.stop_signal = 29' sh -c 'trap "exit 5" USR1; echo ready; while :; do sleep 0.1; done'
    eventually has_logged ready
    crictl stop -t 30 "$container"
    expect "$(property .status.exitCode)" 5
    end_pod
}

check_limits_and_update() {
    pod
    background limits '.linux.resources = {memory_limit_in_bytes: 67108864, cpu_quota: 50000, cpu_period: 100000,
        cpu_shares: 512, oom_score_adj: 500}' sleep 100
    local pid
    pid=$(pid_of_container)
    expect "$(cgroup_file memory "$pid" memory.limit_in_bytes memory.max)" 67108864
    expect "$(cat "/proc/$pid/oom_score_adj")" 500
    crictl update --memory 134217728 --cpu-quota 25000 --cpu-period 100000 "$container"
    expect "$(cgroup_file memory "$pid" memory.limit_in_bytes memory.max)" 134217728
    expect_contains "$(cgroup_file cpu "$pid" cpu.cfs_quota_us cpu.max)" 25000
    expect "$(property .status.resources.linux.memoryLimitInBytes)" 134217728
    end_pod
}

check_out_of_memory() {
    pod
    background oom '.linux.resources.memory_limit_in_bytes = 16777216' sh -c 'x=x; while :; do x=$x$x; done'
    eventually has_state CONTAINER_EXITED
    expect "$(property '"\(.status.exitCode) \(.status.reason)"')" '137 OOMKilled'
    end_pod
}

# on a process without a container
criu_works() {
    local status=0
    setsid sleep 100 </dev/null >/dev/null 2>&1 &
    mkdir plain
    criu dump -t $! -D plain -o dump.log --leave-running || status=$?
    kill $!
    return "$status"
}

check_checkpoint() {
    command -v criu >/dev/null || skip 'criu is not installed'
    criu_works || skip "criu cannot dump a plain process here"
    pod
    background frozen . sleep 100
    crictl checkpoint --export "$PWD/checkpoint.tar" "$container"
    expect_contains "$(tar -tf checkpoint.tar)" checkpoint/pages
    has_state CONTAINER_RUNNING
    end_pod
}
