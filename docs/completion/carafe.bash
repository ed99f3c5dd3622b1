# Completion of carafe for bash.
# Generated from the tables of flags in runtime/cli.

_carafe_verbs="features spec validate help"

# Prints the flags of a verb.
_carafe_flags() {
    case $1 in
    "") echo "--debug --log --log-format --root --systemd-cgroup --cgroup-manager --rootless --version --help" ;;
    "features") echo "--help" ;;
    "spec") echo "--bundle --rootless --format --validate --help" ;;
    "validate") echo "--help" ;;
    esac
}

# Prints what the value of a flag is; nothing for a flag without one.
_carafe_value() {
    case "$1 $2" in
    " --log") echo "file" ;;
    " --log-format") echo "words text json" ;;
    " --root") echo "directory" ;;
    " --cgroup-manager") echo "words cgroupfs systemd disabled" ;;
    " --rootless") echo "words true false auto" ;;
    "spec --bundle" | "spec -b") echo "directory" ;;
    "spec --format") echo "words json yaml" ;;
    esac
}

# Prints what the operand of a verb at a position is.
_carafe_operand() {
    case "$1 $2" in
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
