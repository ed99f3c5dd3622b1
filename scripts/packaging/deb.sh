# shellcheck shell=bash
# Packages for Debian, made by dpkg-deb alone. Needs stage.sh.

# make_deb NAME ARCHITECTURE VERSION OUT_DIRECTORY
make_deb() {
    local name=$1 architecture=$2 version=$3 out=$4 dir doc
    dir=$(mktemp -d "${TMPDIR:-/tmp}/carafe-deb.XXXXXX")
    chmod 755 "$dir"
    stage "$name" "$architecture" "$dir" vendor-completions
    doc=$dir/usr/share/doc/$name
    install -D -m 644 "$ROOT/scripts/packaging/copyright" "$doc/copyright"
    debian_changelog "$name" "$version" | gzip -9n >"$doc/changelog.gz"
    install -d "$dir/usr/share/lintian/overrides"
    # what it is for: a container runtime that needs nothing of the machine but its kernel
    echo "$name: statically-linked-binary [usr/bin/$name]" >"$dir/usr/share/lintian/overrides/$name"
    install -d "$dir/DEBIAN"
    (cd "$dir" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$dir/DEBIAN/md5sums"
    debian_control "$name" "$architecture" "$version" "$(du -ks --apparent-size "$dir/usr" | cut -f 1)" \
        >"$dir/DEBIAN/control"
    settle "$dir"
    # one thread, because the number of threads shows in the bytes
    dpkg-deb --root-owner-group -Zxz --threads-max=1 --build "$dir" "$out/${name}_${version}_$architecture.deb"
    rm -r "$dir"
}

# debian_control NAME ARCHITECTURE VERSION KILOBYTES
debian_control() {
    # shellcheck disable=SC2034 # some are for the other kind
    local summary description recommends recommends_rpm
    about "$1"
    cat <<CONTROL
Package: $1
Version: $3
Architecture: $2
Maintainer: $(packager)
Installed-Size: $4
Recommends: $recommends
Section: admin
Priority: optional
Description: $summary
$(sed 's/^/ /' <<<"$description")
CONTROL
}

# debian_changelog NAME VERSION
debian_changelog() {
    printf '%s (%s) unstable; urgency=medium\n\n' "$1" "$2"
    release_notes "$2" | fold -s -w 74 | sed -e 's/ *$//' | awk '{ print (NR == 1 || ended ? "  * " : "    ") $0; ended = 0 }'
    printf '\n -- %s  %s\n' "$(packager)" "$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")"
}
