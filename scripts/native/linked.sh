# shellcheck shell=bash
# Which of Debian's packages are in an image, by the linker's map: for the SBOM of the packages. Sourced by build-image,
# whose variables it uses.
# shellcheck disable=SC2154 # variables of build-image

# linked_packages MAP: PACKAGE VERSION for each package that an object or a member of an archive was taken from
linked_packages() {
    local file package
    linked_files "$1" | while read -r file; do
        case $file in
        # our own, and those of a GraalVM, which the SBOM names as such
        "$CLIB"/* | "$work"/* | "${GRAALVM_HOME:-/none}"/*) continue ;;
        "${SYSROOT:-/none}"/*) cat "$SYSROOT/packages" ;;
        *)
            package=$(dpkg -S "$(readlink -f "$file")" | head -n 1 | cut -d : -f 1)
            # shellcheck disable=SC2016 # expanded by dpkg-query
            dpkg-query -W -f '${Package} ${Version}\n' "$package"
            ;;
        esac
    done | sort -u
}

# linked_files MAP: archives of which a member was included, and objects
linked_files() {
    sed -n -e 's/^\(\/[^(]*\)([^)]*)$/\1/p' -e 's/^LOAD \(\/.*\.o\)$/\1/p' "$1" | sort -u
}
