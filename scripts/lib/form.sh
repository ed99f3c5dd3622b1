# shellcheck shell=bash
# Which form a program has.

# is_native FILE: an executable, and no launcher of the JVM form
is_native() {
    [ "$(head -c 4 "$1" | tr -d '\0')" = $'\x7fELF' ]
}
