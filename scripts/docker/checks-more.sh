# shellcheck shell=bash
# BuildKit, compose, devices by CDI, execs in numbers, and an engine that ends and comes back over its containers.
# shellcheck disable=SC2154 # variables of the script that sources this

check_build_with_buildkit() {
    [ "$(docker version --format '{{.Client.Version}}' | cut -d . -f 1)" -lt 23 ] || docker buildx version ||
        skip "no docker-buildx"
    mkdir context
    cat >context/Dockerfile <<END
FROM $IMAGE AS first
RUN --mount=type=cache,target=/cache echo built >/file && touch /cache/file
RUN --mount=type=tmpfs,target=/there touch /there/file
RUN --mount=type=secret,id=word cat /run/secrets/word >/word
USER 1000
RUN id -u >/tmp/id
FROM $IMAGE
COPY --from=first /file /word /tmp/id /o/
CMD ["sh", "-c", "cat /o/file /o/word /o/id"]
END
    echo secret >word
    DOCKER_BUILDKIT=1 docker build -q --network none --secret id=word,src=word -t by-buildkit context
    expect "$(run by-buildkit | tr '\n' ' ')" 'built secret 1000 '
    printf 'FROM %s\nRUN exit 9\n' $IMAGE >context/Dockerfile
    DOCKER_BUILDKIT=1 docker build --network none context >out 2>&1 && return 1
    expect_contains "$(cat out)" 9
}

check_compose() {
    docker compose version || skip "no docker compose"
    cat >compose.yaml <<END
name: composed
services:
  web:
    image: $IMAGE
    command: ["sh", "-c", "mkdir /www; echo page >/www/index.html; exec httpd -f -p 80 -h /www"]
    healthcheck: {test: ["CMD", "wget", "-qO-", "http://127.0.0.1/"], interval: 1s}
  client:
    image: $IMAGE
    command: ["wget", "-qO-", "http://web/"]
    depends_on: {web: {condition: service_healthy}}
END
    docker compose up -d
    eventually docker compose ps -a --status exited --services
    client_has_page() { [[ $(docker compose logs client) == *page* ]]; }
    eventually client_has_page
    expect "$(docker compose exec -T web echo inside)" inside
    docker compose restart -t 0 web
    docker compose down -t 0
    expect "$(docker ps -aq --filter label=com.docker.compose.project=composed)" ''
}

check_device_by_cdi() {
    [ "$(docker version --format '{{.Server.Version}}' | cut -d . -f 1)" -ge 25 ] || skip "from Docker 25 on"
    cat >"$WORK/cdi/check.yaml" <<END
cdiVersion: "0.6.0"
kind: check.example/device
devices:
- name: one
  containerEdits:
    deviceNodes: [{path: /dev/other, hostPath: /dev/null, permissions: rw}]
    env: [GIVEN=1]
END
    # shellcheck disable=SC2016
    expect "$(run --device check.example/device=one $IMAGE sh -c 'echo $GIVEN; echo x >/dev/other && echo written' |
        tr '\n' ' ')" '1 written '
}

check_forty_execs() {
    local i pids=()
    background storm $IMAGE sleep 1000
    for i in $(seq 40); do
        docker exec storm sh -c "echo $i" >"$i" &
        pids+=($!)
        [ $((i % 10)) -ne 0 ] || { for pid in "${pids[@]}"; do wait "$pid"; done && pids=(); }
    done
    for i in $(seq 40); do expect "$(cat "$i")" "$i"; done
}

# The containers of an engine that is asked to end, or killed, go on, and the next one finds them.
check_the_engine_comes_back() {
    local pid
    trap 'docker rm -f lasting ending' EXIT
    background lasting $IMAGE sh -c 'i=0; while :; do i=$((i+1)); echo $i; sleep 0.2; done'
    background ending $IMAGE sh -c 'sleep 3; exit 7'
    pid=$(property lasting '{{.State.Pid}}')
    kill "-${1:-TERM}" "$(cat "$WORK/pid")"
    eventually test ! -d "/proc/$(cat "$WORK/pid" 2>/dev/null || echo none)/fd"
    [ -d "/proc/$pid" ]
    run_engine
    eventually docker version
    expect "$(property lasting '{{.State.Running}} {{.State.Pid}}')" "true $pid"
    expect "$(docker exec lasting echo inside)" inside
    has_ended() { [ "$(property ending '{{.State.Status}} {{.State.ExitCode}}')" = 'exited 7' ]; }
    eventually has_ended || { property ending '{{json .State}}'; return 1; }
    docker stop -t 0 lasting
}

check_the_engine_is_killed() {
    check_the_engine_comes_back KILL
}
