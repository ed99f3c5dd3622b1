# Completion of carafe-monitor for bash.
# Generated from the tables of options in monitor.

_carafe_monitor() {
    local word=${COMP_WORDS[COMP_CWORD]}
    case $COMP_CWORD,$word in
    1,[!-]* | 1,) mapfile -t COMPREPLY < <(compgen -W "run attach logs wait ctl adopt" -- "$word") ;;
    *,-*) mapfile -t COMPREPLY < <(compgen -W "--help --api-version --bundle --cid --conmon-pidfile --container-pidfile --cuuid --exec --exec-attach --exec-process-spec --exit-command --exit-command-arg --exit-delay --exit-dir --leave-stdin-open --log-level --log-path --log-size-max --log-global-size-max --log-tag --log-label --no-container-partial-message --name --no-new-keyring --no-pivot --no-sync-log --persist-dir --replace-listen-pid --restore --runtime --runtime-arg --runtime-opt --sdnotify-socket --socket-dir-path --stdin --sync --syslog --systemd-cgroup --terminal --timeout --version --full-attach --log-rotate --log-max-files --log-allowlist-dir --attach-slow --attach-stall --journal-stall --log-policy --network-helper --port-forward --replay-buffer" -- "$word") ;;
    *) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
    esac
}
complete -o filenames -F _carafe_monitor carafe-monitor
