# shellcheck shell=bash
# Packages for distributions that use rpm, made by rpmbuild from executables that are built already. Needs stage.sh.

# make_rpm NAME ARCHITECTURE VERSION OUT_DIRECTORY
make_rpm() {
    local name=$1 architecture=$2 version=$3 out=$4 dir machine
    dir=$(mktemp -d "${TMPDIR:-/tmp}/carafe-rpm.XXXXXX")
    machine=$(machine_of "$architecture")
    mkdir "$dir/tree" "$dir/out"
    stage "$name" "$architecture" "$dir/tree" site-functions
    licences "$dir/tree/usr/share/licenses/$name"
    settle "$dir/tree"
    rpm_spec "$name" "$version" "$dir/tree" >"$dir/$name.spec"
    rpmbuild -bb --quiet --target "$machine-linux" --buildroot "$dir/root" \
        --define "_topdir $dir/work" --define "_rpmdir $dir/out" --define "_dbpath $dir/db" "$dir/$name.spec"
    mv "$dir/out/$machine/$name-$version-1.$machine.rpm" "$out/"
    rm -r "$dir"
}

# rpm_spec NAME VERSION TREE
rpm_spec() {
    # shellcheck disable=SC2034 # some are for the other kind
    local summary description recommends recommends_rpm word
    about "$1"
    cat <<SPEC
# The executable is finished: nothing is to be stripped, compressed or looked into for what it needs.
%global __os_install_post %{nil}
%global debug_package %{nil}
%global _build_id_links none
%global _binary_payload w6.xzdio
# The same bytes from the same commit, on whatever machine.
%global use_source_date_epoch_as_buildtime 1
%global clamp_mtime_to_source_date_epoch 1
%global _buildhost localhost

Name: $1
Version: $2
Release: 1
Summary: $summary
License: Apache-2.0 AND GPL-2.0-only WITH Classpath-exception-2.0 AND UPL-1.0 AND MIT AND BSD-2-Clause AND BSL-1.0
AutoReqProv: no
$(for word in $recommends_rpm; do echo "Recommends: $word"; done)

%description
$(sed 's/^\.$//' <<<"$description")

%install
cp -a $3/. %{buildroot}/

%files
$(cd "$3" && find usr -type f ! -path '*/licenses/*' | sort | sed 's:^:/:')
$(cd "$3" && find usr -type f -path '*/licenses/*' | sort | sed 's:^:%license /:')
SPEC
}
