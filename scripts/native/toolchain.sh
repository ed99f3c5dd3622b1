# shellcheck shell=bash
# Assembles a builder of native images on a stock JDK 25. Sourced by build-image, after common.sh; any command that fails
# ends the script (set -e), so these functions must not be called as a condition.
#
#   the builder's jars              from Maven                                  $CACHE/builder-VERSION
#   the sources of the JDK's C      from Debian's source package openjdk-25     $CACHE/jdk-source
#   C libraries, headers, compiler  compiled here                               $CACHE/native-LIBC-KEY
#
# Nothing of it is part of Carafe or written into the JDK, and a second clone finds it all in the cache.
#
# With NI_STATIC_LIBS=dir, the JDK's static C libraries (libjava.a and so on, of the wanted libc) are taken from there.

NATIVE=$ROOT/scripts/native

# A module/library list for the JDK's own C code lives in clib/jdk-libraries.mk; these are the modules.
JDK_MODULES=(java.base jdk.net java.prefs java.management jdk.management)

# prepare_toolchain sets BUILDER_JARS, LIBC, CLIB (libraries and headers), CC_PATH (a directory for PATH), BUILDER_EXPORTS
# and BUILDER_PATCH.
# shellcheck disable=SC2034
prepare_toolchain() {
    check_machine
    local graal_version jdk_source=$CACHE/jdk-source home
    graal_version=$(sed -n 's:.*<graal.version>\(.*\)</graal.version>.*:\1:p' "$ROOT/pom.xml")
    BUILDER_JARS=$CACHE/builder-$graal_version
    home=$CACHE/native-$LIBC-$(support_key "$graal_version" "$(cat "$JAVA_HOME/release")" "${NI_STATIC_LIBS:-}")
    CLIB=$home/clib CC_PATH=$home/bin BUILDER_EXPORTS=$home/exports BUILDER_PATCH=$home/patch

    # several builds may share the cache
    exec 9>"$CACHE/lock"
    flock 9
    if [ ! -d "$BUILDER_JARS" ]; then
        run_logged "Fetching the native-image builder $graal_version from Maven" "$LOG_DIR/builder.log" \
            fetch_builder "$BUILDER_JARS"
    fi
    if [ ! -d "$home" ]; then
        if [ -z "${NI_STATIC_LIBS:-}" ] && [ ! -d "$jdk_source" ]; then
            run_logged "Fetching the JDK's C sources from the Debian source package openjdk-25" \
                "$LOG_DIR/jdk-source.log" fetch_jdk_source "$jdk_source"
        fi
        run_logged "Compiling the JDK's C libraries with $LIBC" "$LOG_DIR/jdk-libraries.log" \
            compile_libraries "$jdk_source/src" "$home.new"
        mv "$home.new" "$home"
    fi
    exec 9>&-
}

# prepare_graalvm sets LIBC, CLIB and CC_PATH for a GraalVM, which has all the rest.
# shellcheck disable=SC2034
prepare_graalvm() {
    check_machine
    local home
    home=$CACHE/graalvm-$LIBC-$(support_key "$(cat "$GRAALVM_HOME/release")")
    CLIB=$home/clib CC_PATH=$home/bin
    if [ ! -d "$home" ]; then
        rm -rf "$home.new"
        run_logged "Preparing to link with $LIBC" "$LOG_DIR/link-support.log" make_support "$home.new"
        mv "$home.new" "$home"
    fi
}

# support_key TEXT...: changes with what the compiled libraries depend on
support_key() {
    cat "$NATIVE"/{toolchain.sh,*.java} <(find "$NATIVE"/{clib,patch} -type f | sort | xargs cat) <(echo "$@") |
        sha256sum | cut -c 1-12
}

check_machine() {
    if [ "$(uname -m)" != x86_64 ]; then
        note "native images are prepared for x86_64 only, this is $(uname -m)"
        return 1
    fi
    install_packages gcc make binutils libc6-dev zlib1g-dev xz-utils
    choose_libc
}

# musl makes the smaller and quicker executable; glibc is the fallback. CARAFE_LIBC chooses one for tests.
choose_libc() {
    LIBC=${CARAFE_LIBC:-musl}
    if [ "$LIBC" = musl ] && ! install_packages musl-tools; then
        note "musl cannot be had, linking with glibc"
        LIBC=glibc
    fi
}

fetch_builder() {
    rm -rf "$1.new"
    mvn -B -f "$NATIVE/builder.xml" -DincludeScope=runtime \
        -DoutputDirectory="$1.new" org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies
    mv "$1.new" "$1"
}

# The distribution's own mirror has the sources, through a private apt configuration that leaves the system's package
# index as it is: Debian 12 has no openjdk-25, but Debian 13 does, and a source is good for both. Of the source package
# only the upstream archive is needed; that apt cannot fetch the other files (the index may be ahead of the mirror) is
# no failure.
fetch_jdk_source() {
    local target=$1 work suite archive='' module
    work=$(mktemp -d "${TMPDIR:-/tmp}/carafe-apt.XXXXXX")
    # shellcheck disable=SC2064 # this directory, which is gone from the variable by then
    trap "rm -rf '$work'" EXIT
    mkdir -p "$work"/{lists/partial,cache/archives/partial,parts,preferences,source,tree}
    printf 'Types: deb-src\nURIs: %s\nSuites: trixie sid\nComponents: main\nSigned-By: %s\n' \
        "$(debian_mirror)" /usr/share/keyrings/debian-archive-keyring.gpg >"$work/parts/source.sources"
    local apt=(apt-get -q -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/parts"
        -o Dir::Etc::preferencesparts="$work/preferences" -o Dir::State::lists="$work/lists"
        -o Dir::Cache="$work/cache" -o APT::Sandbox::User=root)
    "${apt[@]}" update || true
    for suite in trixie sid; do
        (cd "$work/source" && "${apt[@]}" source --download-only "openjdk-25/$suite") || true
        archive=$(find "$work/source" -name 'openjdk-25_*.orig.tar.*' | head -n 1)
        [ -z "$archive" ] || break
    done
    if [ -z "$archive" ]; then
        echo "apt has no upstream archive of openjdk-25"
        return 1
    fi
    local wanted=('*/src/hotspot/share/include' '*/src/hotspot/os/posix/include')
    for module in "${JDK_MODULES[@]}"; do
        wanted+=("*/src/$module/*/native")
    done
    echo "unpacking $archive"
    tar -xf "$archive" -C "$work/tree" --strip-components=1 --wildcards "${wanted[@]}"
    rm -rf "$target.new"
    mv "$work/tree" "$target.new"
    mv "$target.new" "$target"
}

# debian_mirror prints the mirror that the system's own package sources name, in their newer or their older format.
debian_mirror() {
    {
        sed -n 's/^URIs: *\([^ ]*\).*/\1/p' /etc/apt/sources.list.d/*.sources
        sed -n 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\) .*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/*.list
    } 2>/dev/null | grep '/debian/*$' | head -n 1
}

# make_support HOME sets cc and makes what an image needs besides the libraries of a GraalVM: a C compiler for musl in
# HOME/bin, and in HOME/clib libz.a, which libzip calls, and the object file of clib/shim/main_stack.c.
make_support() {
    local home=$1
    mkdir -p "$home"/{bin,clib}
    cc=gcc
    # a copy, because musl's linker does not look into glibc's directories
    cp /usr/lib/x86_64-linux-gnu/libz.a "$home/clib"
    if [ "$LIBC" = musl ]; then
        # The builder looks for a compiler of this name. musl has no kernel headers of its own, which come last so that
        # they do not hide musl's.
        cc=$home/bin/x86_64-linux-musl-gcc
        printf '#!/bin/sh\nexec musl-gcc "$@" -idirafter /usr/include/x86_64-linux-gnu -idirafter /usr/include\n' >"$cc"
        chmod +x "$cc"
        "$cc" -O2 -c "$NATIVE/clib/shim/fortify_musl.c" -o "$home/clib/fortify_musl.o"
        ar rs "$home/clib/libz.a" "$home/clib/fortify_musl.o"
    fi
    "$cc" -O2 -Wall -Wextra -c "$NATIVE/clib/shim/main_stack.c" -o "$home/clib/main_stack.o"
}

# compile_libraries JDK_SOURCE HOME: the C libraries of a GraalVM in HOME/clib, and in HOME the two things that the
# builder itself needs.
compile_libraries() {
    local src=$1 home=$2 cc
    rm -rf "$home"
    mkdir -p "$home"/{clib/include,headers}
    make_support "$home"
    if [ -n "${NI_STATIC_LIBS:-}" ]; then
        cp "$NI_STATIC_LIBS"/*.a "$home/clib"
    else
        jdk_headers "$src" "$home/headers"
        make -j"$(nproc)" -f "$NATIVE/clib/jdk-libraries.mk" CC="$cc" SOURCE="$src" HEADERS="$home/headers" \
            OBJECTS="$home/objects" OUT="$home/clib"
    fi
    "$JAVA_HOME/bin/java" "$NATIVE/CpuFeatureHeaders.java" "$(echo "$BUILDER_JARS"/svm-[0-9]*.jar)" "$home/clib/include"
    cp "$NATIVE"/clib/shim/include/* "$home/clib/include"
    make -f "$NATIVE/clib/shim.mk" CC="$cc" HEADERS="$home/clib/include" OBJECTS="$home/objects" OUT="$home/clib"

    "$JAVA_HOME/bin/java" "$NATIVE/BuilderExports.java" "$BUILDER_JARS" >"$home/exports"
    "$JAVA_HOME/bin/javac" -nowarn -d "$home/patch" --patch-module org.graalvm.nativeimage.builder="$NATIVE/patch" \
        --upgrade-module-path "$(echo "$BUILDER_JARS"/compiler-*.jar)" --module-path "$BUILDER_JARS" \
        "$NATIVE"/patch/com/oracle/svm/hosted/*.java
    rm -rf "$home/objects" "$home/headers"
}

# jdk_headers SOURCE OUT: the headers that the JDK's own build would generate.
jdk_headers() {
    "$JAVA_HOME/bin/java" "$NATIVE/JniHeaders.java" "$2" "${JDK_MODULES[@]}"
    # 69 is the class file format of Java 25
    sed -e 's/@@VM_CLASSFILE_MAJOR_VERSION@@/69/' -e 's/@@VM_CLASSFILE_MINOR_VERSION@@/0/' \
        "$1/java.base/share/native/include/classfile_constants.h.template" >"$2/classfile_constants.h"
    local version
    version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release")
    printf '#define %s\n' "VERSION_STRING \"$version\"" "VERSION_FEATURE ${version%%.*}" 'VERSION_INTERIM 0' \
        'VERSION_UPDATE 0' 'VERSION_PATCH 0' 'VERSION_EXTRA1 0' 'VERSION_EXTRA2 0' 'VERSION_EXTRA3 0' \
        'VERSION_BUILD 0' 'VENDOR ""' 'ARCH "amd64"' 'ARCHPROPNAME "amd64"' >"$2/jdk_build.h"
}
