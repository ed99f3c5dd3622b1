# Completion of carafe for fish.
# Generated from the tables of flags in runtime/cli.

function __carafe_containers
    carafe list --quiet 2>/dev/null
end

complete -c carafe -f
complete -c carafe -n '__fish_use_subcommand' -a features -d 'show what this runtime supports'
complete -c carafe -n '__fish_use_subcommand' -a spec -d 'write a template of config.json'
complete -c carafe -n '__fish_use_subcommand' -a validate -d 'check the configuration of a bundle'
complete -c carafe -n '__fish_use_subcommand' -a help -d 'show the help of a command'
complete -c carafe -n '__fish_use_subcommand' -l debug -d 'log every step'
complete -c carafe -n '__fish_use_subcommand' -l log -r -F -d 'append the log to this file instead of standard error'
complete -c carafe -n '__fish_use_subcommand' -l log-format -x -a 'text json' -d 'text or json'
complete -c carafe -n '__fish_use_subcommand' -l root -x -a '(__fish_complete_directories)' -d 'directory for the state of containers; /run/carafe, or $XDG_RUNTIME_DIR/carafe for users without privileges'
complete -c carafe -n '__fish_use_subcommand' -l systemd-cgroup -d 'let systemd manage cgroups; linux.cgroupsPath then reads slice:prefix:name'
complete -c carafe -n '__fish_use_subcommand' -l cgroup-manager -x -a 'cgroupfs systemd disabled' -d 'who manages cgroups: cgroupfs, systemd or disabled'
complete -c carafe -n '__fish_use_subcommand' -l rootless -x -a 'true false auto' -d 'carry on where cgroups may not be changed: true, false or auto'
complete -c carafe -n '__fish_use_subcommand' -s v -l version -d 'print the version'
complete -c carafe -n '__fish_use_subcommand' -s h -l help -d 'show this help'
complete -c carafe -n '__fish_seen_subcommand_from features' -s h -l help -d 'show this help'
complete -c carafe -n '__fish_seen_subcommand_from spec' -s b -l bundle -x -a '(__fish_complete_directories)' -d 'directory that holds config.json; the current directory if not given'
complete -c carafe -n '__fish_seen_subcommand_from spec' -l rootless -d 'write a configuration for a user without privileges'
complete -c carafe -n '__fish_seen_subcommand_from spec' -l format -x -a 'json yaml' -d 'write config.json or config.yaml'
complete -c carafe -n '__fish_seen_subcommand_from spec' -l validate -d 'write nothing; check the configuration that is there'
complete -c carafe -n '__fish_seen_subcommand_from spec' -s h -l help -d 'show this help'
complete -c carafe -n '__fish_seen_subcommand_from validate' -s h -l help -d 'show this help'
complete -c carafe -n '__fish_seen_subcommand_from validate' -a '(__fish_complete_directories)' -d 'bundle'
