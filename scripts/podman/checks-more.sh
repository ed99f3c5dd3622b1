# shellcheck shell=bash
# What is made of containers: pods, Kubernetes' files, units, images, and the API; and at last that nothing is left.
# shellcheck disable=SC2016,SC2154 # expanded in the container; variables of the script that sources this

check_pod() {
    trap remove_containers EXIT
    podman pod create --name pod --infra=false
    podman run -d --pod pod --network none --name one $IMAGE sleep 1000
    podman run -d --pod pod --network none --name two $IMAGE sleep 1000
    expect "$(podman exec two echo inside)" inside
    expect "$(podman pod ps --filter name=pod --format '{{.NumberOfContainers}}')" 2
    podman pod stop -t 0 pod
    podman pod start pod
    podman pod rm -f -t 0 pod
}

check_pod_with_shared_processes() {
    # its first container is one of Podman's own
    [ -e /usr/libexec/podman/catatonit ] || command -v catatonit || skip "no catatonit"
    trap remove_containers EXIT
    podman pod create --name pod --network none --share pid,ipc,uts,net --hostname of-pod
    podman run -d --pod pod --name one $IMAGE sleep 1001
    expect "$(podman exec one hostname)" of-pod
    expect "$(podman run --rm --pod pod $IMAGE sh -c 'ps | grep -c "[s]leep 1001"')" 1
}

check_kube_play() {
    trap remove_containers EXIT
    cat >pod.yaml <<END
apiVersion: v1
kind: Pod
# one that runs once is removed by Podman 4.3 before it has noticed that it ended
metadata: {name: played, annotations: {io.podman.annotations.init.container.type: always}}
spec:
  hostname: of-kube
  initContainers:
  - {name: first, image: "$IMAGE", imagePullPolicy: Never, command: ["sh", "-c", "echo made >/e/file"],
     volumeMounts: [{name: e, mountPath: /e}]}
  containers:
  - name: one
    image: "$IMAGE"
    imagePullPolicy: Never
    command: ["sh", "-c", "cat /e/file; sleep 1000"]
    livenessProbe: {exec: {command: ["test", "-e", "/e/file"]}, periodSeconds: 1000}
    securityContext: {capabilities: {drop: ["ALL"], add: ["NET_RAW"]}, readOnlyRootFilesystem: true}
    volumeMounts: [{name: e, mountPath: /e}]
  - name: two
    image: "$IMAGE"
    imagePullPolicy: Never
    command: ["sh", "-c", "hostname; sleep 1000"]
    securityContext: {runAsUser: 1000, runAsGroup: 2000}
  volumes:
  - {name: e, emptyDir: {}}
END
    podman --log-level error kube play --network none pod.yaml
    has_logged() { [ "$(podman logs "$1")" = "$2" ]; }
    eventually has_logged played-one made
    eventually has_logged played-two of-kube
    expect "$(podman exec played-two sh -c 'echo $(id -u) $(id -g)')" '1000 2000'
    expect_contains "$(podman exec played-one grep CapEff /proc/self/status)" 0000000000002000
    expect_status 1 podman exec played-one touch /file
    podman kube generate played | grep -q 'kind: Pod'
    podman kube down pod.yaml
    expect "$(podman ps -aq)" ''
}

check_quadlet() {
    from 4.4
    local generator command scope=()
    [ "$(id -u)" -eq 0 ] || scope=(-user)
    for generator in /usr/libexec/podman/quadlet /usr/lib/systemd/system-generators/podman-system-generator; do
        [ ! -x "$generator" ] || break
    done
    mkdir units
    printf '%s\n' '[Container]' 'ContainerName=unit' "Image=$IMAGE" 'Exec=sh -c "echo from-unit; sleep 1000"' 'Network=none' \
        'ReadOnly=true' 'DropCapability=all' 'Environment=A=b' >units/check.container
    trap remove_containers EXIT
    QUADLET_UNIT_DIRS=$PWD/units "$generator" --dryrun "${scope[@]}" >unit 2>err
    command=$(sed -n 's/^ExecStart=//p' unit | head -n 1)
    expect_contains "$command" 'podman run'
    # without systemd there is no unit's cgroup to split, and nobody to notify
    command=${command//--cgroups=split/} command=${command//--sdnotify=conmon/} command=${command//%t/$WORK/xdg}
    # a space, as systemd writes it
    command=${command//\\x20/ }
    eval "podman ${command#*/podman}"
    has_logged() { [ "$(podman logs unit)" = from-unit ]; }
    eventually has_logged || { podman logs unit; podman ps -a; echo "$command"; return 1; }
    expect "$(podman exec unit sh -c 'echo $A')" b
}

check_notification_of_readiness() {
    command -v socat >/dev/null || skip "no socat"
    socat -u UNIX-RECV:notify OPEN:told,creat,append &
    listener=$!
    trap 'kill $listener; remove_containers' EXIT
    eventually test -S notify
    NOTIFY_SOCKET=$PWD/notify podman run -d --name ready --network none --sdnotify conmon --conmon-pidfile "$PWD/pid" \
        $IMAGE sleep 1000
    eventually grep -q READY=1 told
    expect_contains "$(cat told)" "MAINPID=$(cat pid)"
}

check_build() {
    cat >Containerfile <<END
FROM $IMAGE
RUN --mount=type=cache,target=/cache echo built >/file && touch /cache/file
RUN --mount=type=tmpfs,target=/there touch /there/file
RUN --mount=type=secret,id=word cat /run/secrets/word >/word
USER 1000
RUN id -u >/tmp/id
CMD ["cat", "/file", "/word", "/tmp/id"]
END
    echo secret >word
    podman build -q --network none --runtime "$runtime" --secret id=word,src=word -t built-by-check .
    expect "$(run built-by-check | tr '\n' ' ')" 'built secret 1000 '
    printf 'FROM %s\nRUN exit 9\n' $IMAGE >failing
    podman build --network none --runtime "$runtime" -f failing . >out 2>&1 && return 1
    expect_contains "$(cat out)" 9
    podman rmi built-by-check
}

check_copy_and_commit() {
    local pause=()
    # a rootless engine has no freezer on cgroup v1
    [ "$(id -u)" -eq 0 ] || pause=(--pause=false)
    background copied $IMAGE sleep 1000
    echo sent >file
    podman cp file copied:/tmp/file
    expect "$(podman exec copied cat /tmp/file)" sent
    podman cp copied:/tmp/file back
    expect "$(cat back)" sent
    podman commit -q "${pause[@]}" copied localhost/committed:1
    expect "$(run localhost/committed:1 cat /tmp/file)" sent
    podman rmi localhost/committed:1
}

check_api() {
    timeout 120 podman --tmpdir "$WORK/tmp" system service --time 0 "unix://$PWD/api" &
    service=$!
    trap 'kill $service; remove_containers' EXIT
    eventually curl -sf --unix-socket api http://api/_ping
    remote() { timeout 60 podman --url "unix://$PWD/api" "$@"; }
    expect "$(remote run --rm --network none $IMAGE echo hello)" hello
    expect_status 42 remote run --rm --network none $IMAGE sh -c 'exit 42'
    remote run -d --name remote --network none $IMAGE sleep 1000
    expect "$(remote exec remote echo inside)" inside
    expect_status 7 remote exec remote sh -c 'exit 7'
    expect "$(printf typed | remote exec -i remote cat)" typed
    remote restart -t 0 remote
    remote stop -t 0 remote
    expect "$(remote wait remote)" 137
}

check_failures_have_words() {
    run $IMAGE /no/such/program >out 2>&1 && return 1
    grep -Eq 'no such file|not found' out
    # the log's format is not what a person sees
    ! grep -q 'time=' out
}

check_nothing_is_left() {
    remove_containers
    # the API keeps the monitors of its execs for some minutes, for who asks late how they ended
    monitors() { pgrep -af "^$monitor .*$WORK" | grep -v -- --exit-delay; }
    no_monitors() { ! monitors; }
    eventually no_monitors || { monitors; return 1; }
    expect "$(podman ps -aq)" ''
}
