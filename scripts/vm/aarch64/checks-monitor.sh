# shellcheck shell=sh
# The monitor's checks: output, exit codes, a terminal, someone who attaches, a command in a running container.

# Runs the monitor by hand, over the runtime of these checks.
monitor() {
    carafe-monitor run --runtime /bin/carafe --bundle . "$@"
}

check_monitor() {
    bundle 'echo to output; echo to error >&2; exit 9'
    mkdir -p /tmp/exits
    expect "the monitor" 0 '' monitor --exit-dir /tmp/exits monitor1
    expect "wait" 9 '' carafe-monitor wait monitor1
    expect "logs" 0 '^to output$' carafe-monitor logs monitor1
    expect "logs of standard error" 0 '^to error$' carafe-monitor logs monitor1
    expect "exit file" 0 '^9$' cat /tmp/exits/monitor1
}

check_terminal() {
    bundle 'tty; stty size; exit 4' -e 's/"terminal": false/"terminal": true/'
    expect "a terminal" 0 '' monitor --terminal monitor2
    expect "wait for it" 4 '' carafe-monitor wait monitor2
    expect "its name" 0 '^/dev/pts/0' carafe-monitor logs monitor2
}

check_attach() {
    bundle 'while [ ! -e /tmp/go ]; do sleep 0.1; done; echo for whoever attaches; exit 8' \
        -e 's/"readonly": true/"readonly": false/'
    rm -f rootfs/tmp/go
    expect "a container to attach to" 0 '' monitor --stdin monitor3
    carafe-monitor attach monitor3 >/tmp/attached 2>&1 </dev/null &
    attached=$!
    printf '%s' '{"cwd":"/","args":["sh","-c","echo from a session; exit 6"],"env":["PATH=/bin"],"user":{"uid":0,"gid":0}}' \
        >/tmp/process.json
    mkdir -p /tmp/session
    expect "exec through the monitor" 0 '' carafe-monitor --exec --cid monitor3 --cuuid session1 --bundle /tmp/session --full-attach \
        --runtime /bin/carafe --exec-process-spec /tmp/process.json --log-path k8s-file:/tmp/session/log \
        --exit-dir /tmp/session --container-pidfile /tmp/session/pid
    eventually test -s /tmp/session/monitor3
    expect "its exit file" 0 '^6$' cat /tmp/session/monitor3
    expect "its log" 0 ' stdout F from a session$' cat /tmp/session/log
    touch rootfs/tmp/go
    status=0
    wait "$attached" || status=$?
    expect "attach ends with the container" 0 '^8$' echo "$status"
    expect "what was attached to" 0 '^for whoever attaches$' cat /tmp/attached
}
