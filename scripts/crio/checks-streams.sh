# shellcheck shell=bash
# What goes in and out of a container: exec, attach, logs, forwarded ports.
# shellcheck disable=SC2154 # variables of the script that sources this

# crictl ends both streams of an ExecSync with a newline of its own and writes both to stdout.
check_exec_sync() {
    pod
    background exec . sleep 100
    expect "$(crictl exec -s "$container" sh -c 'echo out; echo err >&2')" 'out

err'
    crictl exec -s "$container" sh -c 'exit 9' 2>err && return 1
    expect_contains "$(cat err)" 9
    # shellcheck disable=SC2016 # expanded in the container
    expect "$(crictl exec -s "$container" sh -c 'echo $PATH')" /bin
    end_pod
}

check_exec_sync_of_output_without_newline() {
    pod
    background exec . sleep 100
    crictl exec -s "$container" printf 'one\ntwo' >out
    expect "$(md5sum <out)" "$(printf 'one\ntwo\n\n' | md5sum)"
    end_pod
}

check_exec_sync_of_a_missing_program() {
    pod
    background exec . sleep 100
    crictl exec -s "$container" /no/such/program 2>out && return 1
    expect_contains "$(cat out)" 'no such file or directory'
    end_pod
}

check_exec_sync_with_timeout() {
    pod
    background exec . sleep 100
    crictl exec -s --timeout 1 "$container" sleep 31 >out 2>&1 && return 1
    expect_contains "$(cat out)" 'command timed out'
    eventually no_process_in_container 'sleep 31'
    expect "$(crictl exec -s --timeout 20 "$container" echo soon)" soon
    end_pod
}

no_process_in_container() {
    [[ $(crictl exec -s "$container" ps) != *"$1"* ]]
}

check_exec_sync_with_much_output() {
    pod
    background exec . sleep 100
    crictl exec -s "$container" sh -c 'seq 1 200000' >out
    expect "$(head -c -2 out | md5sum)" "$(seq 1 200000 | md5sum)"
    crictl exec -s "$container" sh -c 'dd if=/dev/zero bs=1000 count=3000 2>/dev/null' >out
    expect "$(wc -c <out)" 3000002
    end_pod
}

# The engine lets the monitor keep 16 MiB of it, lines' heads included.
check_exec_sync_with_more_output_than_is_kept() {
    pod
    background exec . sleep 100
    crictl exec -s "$container" sh -c 'dd if=/dev/zero bs=1M count=20 2>/dev/null' >out
    local size
    size=$(wc -c <out)
    ((size > 15000000 && size <= 16777216)) || {
        echo "kept $size bytes"
        return 1
    }
    end_pod
}

check_exec() {
    pod
    background exec . sleep 100
    expect "$(crictl exec "$container" echo inside)" inside
    expect_status 9 exec_status sh -c 'exit 9'
    expect "$(echo typed | crictl exec -i "$container" cat)" typed
    crictl exec -i "$container" md5sum <"$runtime" >out
    expect "$(cat out)" "$(md5sum - <"$runtime")"
    crictl exec "$container" /no/such/program 2>out && return 1
    expect_contains "$(cat out)" 'no such file or directory'
    end_pod
}

# crictl tells the status of the command in words only.
exec_status() {
    crictl exec "$container" "$@" 2>err && return 0
    return "$(sed -n 's/.*\(exit status\|exit code\) \([0-9]*\).*/\2/p' err | tail -n 1)"
}

# with_terminal INPUT COMMAND...: on a terminal of 33 lines, its output in the file "out". INPUT stays open.
with_terminal() {
    script -qec "stty rows 33 cols 99; timeout 60 ${*:2}" /dev/null <"$1" >out
}

# waits for the size, which is told after the start
SHOW_SIZE='until stty size | grep "33 99"; do sleep 0.1; done'

check_exec_with_terminal() {
    pod
    background exec . sleep 100
    mkfifo input
    exec 3<>input
    # the commands outlive their output, because the engine may lose what comes just before the end
    with_terminal input "$crictl" exec -it "$container" sh -c "'tty; sleep 1'"
    expect_contains "$(cat out)" /dev/pts/
    with_terminal input "$crictl" exec -it "$container" sh -c "'$SHOW_SIZE; sleep 1'"
    expect_contains "$(cat out)" '33 99'
    end_pod
}

# attach OPTION...: in the background; what is written to descriptor 3 is typed, what comes is in the file "out"
attach() {
    mkfifo input
    crictl attach "$@" "$container" <input >out &
    exec 3>input
}

# A container can be attached to many times, and reads on when a client leaves.
check_attach() {
    pod
    background attach '.stdin = true' sh -c 'while read -r line; do echo "got $line"; done; echo end'
    attach -i
    echo one >&3
    eventually grep -q 'got one' out
    echo two >&3
    eventually grep -q 'got two' out
    exec 3>&-
    wait $! || true
    has_state CONTAINER_RUNNING
    rm input
    attach -i
    echo three >&3
    eventually grep -q 'got three' out
    has_logged 'got one'
    end_pod
}

check_attach_once() {
    pod
    background attach '.stdin = true | .stdin_once = true' sh -c 'cat; echo end'
    attach -i
    echo typed >&3
    eventually grep -q typed out
    exec 3>&-
    eventually has_state CONTAINER_EXITED
    has_logged end
    end_pod
}

check_attach_with_terminal() {
    pod
    background attach '.tty = true | .stdin = true' sh -c "tty; read -r line; echo \"got \$line\"; $SHOW_SIZE"
    # an exec gets a terminal where its container has one
    expect_contains "$(crictl exec -s "$container" tty)" /dev/pts/
    mkfifo input
    exec 3<>input
    echo typed >&3
    with_terminal input "$crictl" attach -it "$container"
    expect_contains "$(cat out)" 'got typed'
    expect_contains "$(cat out)" '33 99'
    has_logged /dev/pts/0
    end_pod
}

check_logs_are_followed() {
    pod
    background follow . sh -c 'for i in 1 2 3; do echo line $i; sleep 1; done'
    expect "$(crictl logs -f "$container" | tr '\n' ' ')" 'line 1 line 2 line 3 '
    end_pod
}

check_logs_are_whole() {
    pod
    background whole . sh -c 'seq 1 100000; printf "no end"'
    eventually has_state CONTAINER_EXITED
    expect "$(crictl logs "$container" | head -n 100000 | md5sum)" "$(seq 1 100000 | md5sum)"
    expect_contains "$(crictl logs --tail 2 "$container")" 'no end'
    end_pod
}

check_logs_are_reopened() {
    pod
    background reopen . sh -c 'trap "echo after" USR1; echo before; while :; do sleep 0.1; done'
    eventually has_logged before
    local log=$WORK/logs/logs_are_reopened/reopen.log pid
    mv "$log" "$log.1"
    crictl logs --reopen "$container" >/dev/null
    pid=$(pid_of_container)
    kill -USR1 "$pid"
    eventually grep -q 'stdout F after' "$log"
    expect "$(cut -d ' ' -f 2- "$log.1")" 'stdout F before'
    end_pod
}

check_logs_are_limited() {
    printf '%s\n' '[crio.runtime]' 'log_size_max = 20000' >"$WORK/conf.d/limit.conf"
    restart_engine
    pod
    run limited . seq 1 10000 >out
    expect "$(tail -n 1 out)" 10000
    (($(stat -c %s "$WORK/logs/logs_are_limited/limited.log") <= 20000))
    end_pod
    rm "$WORK/conf.d/limit.conf"
    restart_engine
}

check_port_forward() {
    pod '.linux.security_context.namespace_options.network = 0'
    background server . sh -c 'while :; do echo answer | nc -l -p 8080; done'
    crictl port-forward "$pod" 18080:8080 >/dev/null 2>&1 &
    eventually_answers 18080
    kill $!
    end_pod
}

eventually_answers() {
    local _
    for _ in $(seq 50); do
        [ "$(busybox nc -w 2 127.0.0.1 "$1" </dev/null 2>/dev/null)" = answer ] && return 0
        sleep 0.2
    done
    echo "no answer on port $1"
    return 1
}
