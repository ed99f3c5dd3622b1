# shellcheck shell=bash
# Pods and containers as the checks want them. What differs from the plain ones is said in jq.

# pod [JQ_EXPRESSION]: a pod with the name of the check that calls; sets $pod
pod() {
    local name=${FUNCNAME[1]#check_}
    new_pod "$name" "${1:-.}"
}

# new_pod NAME JQ_EXPRESSION: sets $pod. It has the host's network, which needs no plug-ins, unless the expression
# differs.
new_pod() {
    mkdir -p "$WORK/logs/$1"
    jq -n --arg name "$1" --arg logs "$WORK/logs/$1" --arg cgroup "$CGROUP/$1" '{
        metadata: {name: $name, uid: $name, namespace: "check", attempt: 0},
        log_directory: $logs,
        linux: {cgroup_parent: $cgroup, security_context: {namespace_options: {network: 2, pid: 1}}}
    }' | jq "$2" >pod.json
    pod=$(crictl runp pod.json)
}

# create NAME JQ_EXPRESSION COMMAND...: sets $container. It has the pod's namespaces, as a kubelet has it, unless the
# expression differs.
create() {
    jq -n --arg name "$1" --arg image "$IMAGE" --slurpfile pod pod.json '$ARGS.positional as $command | {
        metadata: {name: $name, attempt: 0}, image: {image: $image}, command: $command, log_path: ($name + ".log"),
        linux: {security_context: {namespace_options: $pod[0].linux.security_context.namespace_options}}
    }' --args -- "${@:3}" | jq "$2" >"$1.json"
    container=$(crictl create "$pod" "$1.json" pod.json)
}

# background NAME JQ_EXPRESSION COMMAND...: sets $container
background() {
    create "$@"
    crictl start "$container" >/dev/null
}

# run NAME JQ_EXPRESSION COMMAND...: sets $container, prints the log when it has ended
run() {
    background "$@"
    eventually has_state CONTAINER_EXITED
    crictl logs "$container"
}

# property JQ_EXPRESSION: of the container
property() {
    crictl inspect "$container" | jq -r "$1"
}

has_state() {
    [ "$(property .status.state)" = "$1" ]
}

has_logged() {
    [[ $(crictl logs "$container" 2>&1) == *"$1"* ]]
}

pid_of_container() {
    property .info.pid
}

end_pod() {
    local running
    running=$(crictl ps -q --pod "$pod")
    # at once; a pod's end waits for a container that does not heed SIGTERM, and a first process seldom does
    # shellcheck disable=SC2086 # several ids
    [ -z "$running" ] || crictl stop -t 0 $running >/dev/null
    crictl stopp "$pod" >/dev/null
    crictl rmp "$pod" >/dev/null
}
