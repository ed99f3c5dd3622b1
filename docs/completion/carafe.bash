# Completion of carafe for bash.
# Generated from the tables of flags in runtime/cli.

_carafe_verbs="checkpoint create delete doctor events exec features inspect kill list mounts pause ps restore resume run seccomp spec start state update validate help"

# Prints the flags of a verb.
_carafe_flags() {
    case $1 in
    "") echo "--debug --log --log-format --log-level --root --systemd-cgroup --cgroup-manager --rootless --version --help" ;;
    "checkpoint") echo "--image-path --work-path --parent-path --leave-running --tcp-established --tcp-skip-in-flight --link-remap --ext-unix-sk --shell-job --lazy-pages --status-fd --page-server --file-locks --pre-dump --manage-cgroups-mode --network-lock --empty-ns --auto-dedup --help" ;;
    "create") echo "--bundle --config --console-socket --pidfd-socket --pid-file --no-pivot --no-new-keyring --preserve-fds --trace --trace-format --help" ;;
    "delete") echo "--force --regex --help" ;;
    "doctor") echo "--format --json --help" ;;
    "events") echo "--interval --stats --help" ;;
    "exec") echo "--console-socket --pidfd-socket --cwd --env --tty --user --additional-gids --process --detach --pid-file --process-label --apparmor --no-new-privs --cap --preserve-fds --cgroup --ignore-paused --trace --trace-format --help" ;;
    "features") echo "--help" ;;
    "inspect") echo "--format --all --diff --filter --help" ;;
    "kill") echo "--regex --help" ;;
    "list") echo "--format --quiet --help" ;;
    "mounts") echo "--help" ;;
    "pause") echo "--help" ;;
    "ps") echo "--format --help" ;;
    "restore") echo "--console-socket --image-path --work-path --tcp-established --tcp-close --ext-unix-sk --shell-job --file-locks --manage-cgroups-mode --network-lock --bundle --detach --pid-file --no-subreaper --no-pivot --empty-ns --auto-dedup --lazy-pages --lsm-profile --lsm-mount-context --trace --trace-format --help" ;;
    "resume") echo "--help" ;;
    "run") echo "--bundle --config --console-socket --pidfd-socket --detach --keep --pid-file --no-subreaper --no-pivot --no-new-keyring --preserve-fds --trace --trace-format --help" ;;
    "seccomp") echo "--format --all --cap --output --help" ;;
    "spec") echo "--bundle --rootless --format --file --validate --help" ;;
    "start") echo "--help" ;;
    "state") echo "--help" ;;
    "update") echo "--resources --blkio-weight --cpu-period --cpu-quota --cpu-burst --cpu-share --cpu-rt-period --cpu-rt-runtime --cpuset-cpus --cpuset-mems --cpu-idle --memory --memory-reservation --memory-swap --pids-limit --l3-cache-schema --mem-bw-schema --help" ;;
    "validate") echo "--help" ;;
    esac
}

# Prints what the value of a flag is; nothing for a flag without one.
_carafe_value() {
    case "$1 $2" in
    " --log") echo "file" ;;
    " --log-format") echo "words text json" ;;
    " --log-level") echo "words debug warning error" ;;
    " --root") echo "directory" ;;
    " --cgroup-manager") echo "words cgroupfs systemd disabled" ;;
    " --rootless") echo "words true false auto" ;;
    "checkpoint --image-path") echo "directory" ;;
    "checkpoint --work-path") echo "directory" ;;
    "checkpoint --parent-path") echo "nothing" ;;
    "checkpoint --status-fd") echo "nothing" ;;
    "checkpoint --page-server") echo "nothing" ;;
    "checkpoint --manage-cgroups-mode") echo "words soft full strict ignore" ;;
    "checkpoint --network-lock") echo "words iptables nftables skip" ;;
    "checkpoint --empty-ns") echo "words network" ;;
    "create --bundle" | "create -b") echo "directory" ;;
    "create --config" | "create -f") echo "file" ;;
    "create --console-socket") echo "file" ;;
    "create --pidfd-socket") echo "file" ;;
    "create --pid-file") echo "file" ;;
    "create --preserve-fds") echo "nothing" ;;
    "create --trace-format") echo "words text json chrome otlp" ;;
    "doctor --format" | "doctor -f") echo "words text json yaml" ;;
    "events --interval") echo "nothing" ;;
    "exec --console-socket") echo "file" ;;
    "exec --pidfd-socket") echo "file" ;;
    "exec --cwd") echo "nothing" ;;
    "exec --env" | "exec -e") echo "nothing" ;;
    "exec --user" | "exec -u") echo "nothing" ;;
    "exec --additional-gids" | "exec -g") echo "nothing" ;;
    "exec --process" | "exec -p") echo "file" ;;
    "exec --pid-file") echo "file" ;;
    "exec --process-label") echo "nothing" ;;
    "exec --apparmor") echo "nothing" ;;
    "exec --cap" | "exec -c") echo "nothing" ;;
    "exec --preserve-fds") echo "nothing" ;;
    "exec --cgroup") echo "nothing" ;;
    "exec --trace-format") echo "words text json chrome otlp" ;;
    "inspect --format" | "inspect -f") echo "words text json yaml" ;;
    "list --format" | "list -f") echo "words table json" ;;
    "ps --format" | "ps -f") echo "words table json" ;;
    "restore --console-socket") echo "file" ;;
    "restore --image-path") echo "directory" ;;
    "restore --work-path") echo "directory" ;;
    "restore --manage-cgroups-mode") echo "words soft full strict ignore" ;;
    "restore --network-lock") echo "words iptables nftables skip" ;;
    "restore --bundle" | "restore -b") echo "directory" ;;
    "restore --pid-file") echo "file" ;;
    "restore --empty-ns") echo "words network" ;;
    "restore --lsm-profile") echo "nothing" ;;
    "restore --lsm-mount-context") echo "nothing" ;;
    "restore --trace-format") echo "words text json chrome otlp" ;;
    "run --bundle" | "run -b") echo "directory" ;;
    "run --config" | "run -f") echo "file" ;;
    "run --console-socket") echo "file" ;;
    "run --pidfd-socket") echo "file" ;;
    "run --pid-file") echo "file" ;;
    "run --preserve-fds") echo "nothing" ;;
    "run --trace-format") echo "words text json chrome otlp" ;;
    "seccomp --format" | "seccomp -f") echo "words text json yaml" ;;
    "seccomp --cap") echo "nothing" ;;
    "seccomp --output") echo "file" ;;
    "spec --bundle" | "spec -b") echo "directory" ;;
    "spec --format") echo "words json yaml" ;;
    "spec --file" | "spec -f") echo "file" ;;
    "update --resources" | "update -r") echo "file" ;;
    "update --blkio-weight") echo "nothing" ;;
    "update --cpu-period") echo "nothing" ;;
    "update --cpu-quota") echo "nothing" ;;
    "update --cpu-burst") echo "nothing" ;;
    "update --cpu-share") echo "nothing" ;;
    "update --cpu-rt-period") echo "nothing" ;;
    "update --cpu-rt-runtime") echo "nothing" ;;
    "update --cpuset-cpus") echo "nothing" ;;
    "update --cpuset-mems") echo "nothing" ;;
    "update --cpu-idle") echo "nothing" ;;
    "update --memory") echo "nothing" ;;
    "update --memory-reservation") echo "nothing" ;;
    "update --memory-swap") echo "nothing" ;;
    "update --pids-limit") echo "nothing" ;;
    "update --l3-cache-schema") echo "nothing" ;;
    "update --mem-bw-schema") echo "nothing" ;;
    esac
}

# Prints what the operand of a verb at a position is.
_carafe_operand() {
    case "$1 $2" in
    "checkpoint 1") echo "container" ;;
    "create 1") echo "nothing" ;;
    "delete 1") echo "container" ;;
    "events 1") echo "container" ;;
    "exec 1") echo "container" ;;
    "exec 2") echo "nothing" ;;
    "inspect 1") echo "container" ;;
    "kill 1") echo "container" ;;
    "kill 2") echo "words HUP INT QUIT KILL USR1 USR2 TERM CONT STOP WINCH" ;;
    "mounts 1") echo "words add remove" ;;
    "mounts 2") echo "container" ;;
    "mounts 3") echo "file" ;;
    "pause 1") echo "container" ;;
    "ps 1") echo "container" ;;
    "ps 2") echo "nothing" ;;
    "restore 1") echo "nothing" ;;
    "resume 1") echo "container" ;;
    "run 1") echo "nothing" ;;
    "seccomp 1") echo "words explain disassemble record" ;;
    "seccomp 2") echo "file" ;;
    "seccomp 3") echo "nothing" ;;
    "start 1") echo "container" ;;
    "state 1") echo "container" ;;
    "update 1") echo "container" ;;
    "validate 1") echo "directory" ;;
    "help 1") echo "words $_carafe_verbs" ;;
    esac
}

# Offers what the arguments say: a kind, and for "words" the words themselves.
_carafe_offer() {
    case $1 in
    file) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
    directory) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$cur") ;;
    words) mapfile -t COMPREPLY < <(compgen -W "${*:2}" -- "$cur") ;;
    container)
        mapfile -t COMPREPLY < <(
            compgen -W "$("${COMP_WORDS[0]}" "${root[@]}" list --quiet 2>/dev/null)" -- "$cur") ;;
    esac
}

_carafe() {
    local cur=${COMP_WORDS[COMP_CWORD]} verb="" flag="" value="" operands=0 root=() word i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ -n $value ]]; then
            # bash hands "--flag=value" over as three words
            [[ $word == "=" ]] && continue
            [[ $flag == --root ]] && root=(--root "$word")
            value=""
        elif [[ $word == -* ]]; then
            flag=$word
            value=$(_carafe_value "$verb" "$flag")
        elif [[ -z $verb ]]; then
            verb=$word
        else
            ((operands++))
        fi
    done
    [[ $cur == "=" ]] && cur=""
    if [[ -n $value ]]; then
        _carafe_offer $value
    elif [[ $cur == -* ]]; then
        _carafe_offer words "$(_carafe_flags "$verb")"
    elif [[ -z $verb ]]; then
        _carafe_offer words "$_carafe_verbs"
    else
        _carafe_offer $(_carafe_operand "$verb" $((operands + 1)))
    fi
}

complete -F _carafe carafe
