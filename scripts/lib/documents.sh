# shellcheck shell=bash
# Manual pages and shell completion, which are generated from the command line's tables and committed. Needs common.sh.

# install_manuals NAME DIR: the pages of carafe are those of its verbs too
install_manuals() {
    local page
    install -d "$2"
    for page in "$ROOT/docs/man/$1"*.8; do
        [ "$1" = carafe-monitor ] || [ "${page##*/}" != carafe-monitor.8 ] || continue
        install -m 644 "$page" "$2/"
    done
}

# install_completion NAME SHARE ZSH: SHARE is a directory such as /usr/share, ZSH the name of zsh's directory in it
install_completion() {
    install -D -m 644 "$ROOT/docs/completion/$1.bash" "$2/bash-completion/completions/$1"
    install -D -m 644 "$ROOT/docs/completion/_$1" "$2/zsh/$3/_$1"
    install -D -m 644 "$ROOT/docs/completion/$1.fish" "$2/fish/vendor_completions.d/$1.fish"
}
