# shellcheck shell=bash
# An archive to be unpacked in a prefix such as /usr/local, laid out as scripts/install does. Needs stage.sh.

# make_tarball NAME ARCHITECTURE VERSION OUT_DIRECTORY
make_tarball() {
    local name=$1 architecture=$2 version=$3 out=$4 dir top
    dir=$(mktemp -d "${TMPDIR:-/tmp}/carafe-tar.XXXXXX")
    top=$name-$version-linux-$architecture
    stage "$name" "$architecture" "$dir/stage" site-functions
    mv "$dir/stage/usr" "$dir/$top"
    licences "$dir/$top/share/doc/$name"
    settle "$dir/$top"
    tar -C "$dir" --sort=name --owner=0 --group=0 --numeric-owner --format=gnu -c "$top" |
        gzip -9n >"$out/$top.tar.gz"
    rm -r "$dir"
}
