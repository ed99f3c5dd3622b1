# shellcheck shell=bash
# Assembles a builder of native images on a stock JDK 25. Sourced by build-image, after common.sh; any command that fails
# ends the script (set -e), so these functions must not be called as a condition.
#
#   the builder's jars              from Maven Central, checked against builder.sha256    $CACHE/builder-VERSION
#   C libraries, headers, compiler  compiled here from clib/, with gcc and musl's         $CACHE/native-ARCH-LIBC-KEY
#                                   from Debian
#   for another architecture        musl and a cross compiler from Debian (cross.sh)      $CACHE/sysroot-ARCH-SUITE
#
# CARAFE_TARGET names the architecture to build for: this machine's, or aarch64 on x86_64.
#
# Nothing of it is part of Carafe or written into the JDK, and a second clone finds it all in the cache.

NATIVE=$ROOT/scripts/native
TARGET=${CARAFE_TARGET:-$(uname -m)}
# shellcheck source=scripts/lib/foreign.sh
. "$ROOT/scripts/lib/foreign.sh"
# shellcheck source=scripts/native/cross.sh
. "$NATIVE/cross.sh"

# prepare_toolchain sets BUILDER_JARS, LIBC, CLIB (libraries and headers), CC_PATH (a directory for PATH), BUILDER_EXPORTS
# and BUILDER_PATCH.
# shellcheck disable=SC2034
prepare_toolchain() {
    check_machine
    local graal_version home
    graal_version=$(sed -n 's:.*<graal.version>\(.*\)</graal.version>.*:\1:p' "$ROOT/pom.xml")
    BUILDER_JARS=$CACHE/builder-$graal_version
    home=$CACHE/native-$TARGET-$LIBC-$(support_key "$graal_version" "$(cat "$JAVA_HOME/release")")
    CLIB=$home/clib CC_PATH=$home/bin BUILDER_EXPORTS=$home/exports BUILDER_PATCH=$home/patch

    # several builds may share the cache
    exec 9>"$CACHE/lock"
    flock 9
    if [ ! -d "$BUILDER_JARS" ]; then
        run_logged "Fetching the native-image builder $graal_version from Maven Central" "$LOG_DIR/builder.log" \
            fetch_builder "$BUILDER_JARS" ||
            cannot_have "the builder of native images (org.graalvm.nativeimage:svm:$graal_version and what it needs)" \
                "Maven Central"
    fi
    if [ ! -d "$home" ]; then
        run_logged "Compiling what an image needs of C with $LIBC" "$LOG_DIR/clib.log" compile_libraries "$home.new"
        mv "$home.new" "$home"
    fi
    exec 9>&-
}

# cannot_have THING SOURCE: says what is missing, where it should have come from and what to do, and fails
cannot_have() {
    note "$1 could not be had from $2."
    note "Check the connection to $2 and run this again; or build without it: scripts/build --jvm makes the JVM form."
    return 1
}

# prepare_graalvm sets LIBC, CLIB and CC_PATH for a GraalVM, which has all the rest.
# shellcheck disable=SC2034
prepare_graalvm() {
    check_machine
    local home
    # its libzip calls zlib
    install_packages zlib1g-dev || cannot_have "the package zlib1g-dev" Debian
    home=$CACHE/graalvm-$LIBC-$(support_key "$(cat "$GRAALVM_HOME/release")")
    CLIB=$home/clib CC_PATH=$home/bin
    if [ ! -d "$home" ]; then
        rm -rf "$home.new"
        run_logged "Preparing to link with $LIBC" "$LOG_DIR/link-support.log" make_graalvm_support "$home.new"
        mv "$home.new" "$home"
    fi
}

# support_key TEXT...: changes with what the compiled libraries depend on, Debian's compiler and C library among it
support_key() {
    cat "$NATIVE"/{toolchain.sh,cross.sh,builder.sha256,*.java} \
        <(find "$NATIVE"/{clib,cross,patch} -type f | sort | xargs cat) \
        <(dpkg-query -W gcc binutils libc6-dev linux-libc-dev musl-dev zlib1g-dev 2>/dev/null) \
        <(! is_cross || cat "$SYSROOT/packages" <(dpkg-query -W "${CROSS_PACKAGES[@]}")) <(echo "$@") |
        sha256sum | cut -c 1-12
}

check_machine() {
    case $TARGET-$(uname -m) in
    x86_64-x86_64 | aarch64-aarch64) ;;
    aarch64-x86_64)
        if [ "${CARAFE_LIBC:-musl}" != musl ]; then
            note "for another architecture images are linked with musl only"
            return 1
        fi
        LIBC=musl
        install_packages "${CROSS_PACKAGES[@]}" ||
            cannot_have "the C compiler for $TARGET (packages ${CROSS_PACKAGES[*]})" Debian
        prepare_sysroot
        return
        ;;
    *)
        note "native images are built for x86_64 and aarch64, each on such a machine, and for aarch64 also on x86_64; not for $TARGET on $(uname -m)"
        return 1
        ;;
    esac
    install_packages gcc make binutils libc6-dev || cannot_have "the C compiler (packages gcc, make, binutils, libc6-dev)" Debian
    choose_libc
}

# musl makes the smaller and quicker executable; CARAFE_LIBC=glibc chooses the other.
choose_libc() {
    LIBC=${CARAFE_LIBC:-musl}
    if [ "$LIBC" = musl ]; then
        install_packages musl-tools || cannot_have "the C library musl (package musl-tools)" Debian
    fi
}

# The jars are checked, so that whatever a mirror or a cache of Maven's hands out is the builder that was tried.
fetch_builder() {
    rm -rf "$1.new"
    mvn -B -ntp -f "$NATIVE/builder.xml" -DincludeScope=runtime \
        -DoutputDirectory="$1.new" org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies || return 1
    (cd "$1.new" && sha256sum --check --strict "$NATIVE/builder.sha256") || return 1
    mv "$1.new" "$1"
}

# make_support HOME sets cc and ar and makes what any image needs: a C compiler for musl in HOME/bin, and the object file of
# clib/shim/main_stack.c in HOME/clib.
make_support() {
    local home=$1
    mkdir -p "$home"/{bin,clib}
    cc=gcc ar=ar
    if is_cross; then
        cc=$home/bin/$TARGET-linux-musl-gcc ar=$TARGET-linux-gnu-ar
        write_cross_compiler "$cc"
    elif [ "$LIBC" = musl ]; then
        # The builder looks for a compiler of this name. musl has no kernel headers of its own, which come last so that
        # they do not hide musl's.
        cc=$home/bin/$TARGET-linux-musl-gcc
        printf '#!/bin/sh\nexec musl-gcc "$@" -idirafter /usr/include/%s-linux-gnu -idirafter /usr/include\n' "$TARGET" >"$cc"
        chmod +x "$cc"
    fi
    "$cc" -O2 -Wall -Wextra -c "$NATIVE/clib/shim/main_stack.c" -o "$home/clib/main_stack.o"
    # its page must not need anything outside of it
    [ "$TARGET" != x86_64 ] || "$cc" -O2 -Wall -Wextra -fno-stack-protector -c "$NATIVE/clib/shim/early.c" -o "$home/clib/early.o"
}

# make_graalvm_support HOME: besides that, the zlib that a GraalVM's libzip calls, a copy because musl's linker does not
# look into glibc's directories.
make_graalvm_support() {
    local home=$1 cc ar
    make_support "$home"
    cp "/usr/lib/$TARGET-linux-gnu/libz.a" "$home/clib"
    if [ "$LIBC" = musl ]; then
        "$cc" -O2 -c "$NATIVE/clib/shim/fortify_musl.c" -o "$home/clib/fortify_musl.o"
        "$ar" rs "$home/clib/libz.a" "$home/clib/fortify_musl.o"
    fi
}

# compile_libraries HOME: the C libraries that a GraalVM would bring in HOME/clib, and in HOME the two things that the
# builder itself needs.
compile_libraries() {
    local home=$1 cc ar
    rm -rf "$home"
    mkdir -p "$home/clib/include"
    make_support "$home"
    # the builder links it for libzip, which is empty here
    "$ar" rcs "$home/clib/libz.a"
    make -j"$(nproc)" -f "$NATIVE/clib/jdk.mk" CC="$cc" AR="$ar" JNI="$JAVA_HOME/include" OBJECTS="$home/objects" \
        OUT="$home/clib"
    "$JAVA_HOME/bin/java" "$NATIVE/CpuFeatureHeaders.java" "$(echo "$BUILDER_JARS"/svm-[0-9]*.jar)" "$home/clib/include"
    cp "$NATIVE"/clib/shim/include/* "$home/clib/include"
    make -f "$NATIVE/clib/shim.mk" CC="$cc" AR="$ar" HEADERS="$home/clib/include" OBJECTS="$home/objects" OUT="$home/clib"

    "$JAVA_HOME/bin/java" "$NATIVE/BuilderExports.java" "$BUILDER_JARS" >"$home/exports"
    "$JAVA_HOME/bin/javac" -nowarn -d "$home/patch" --patch-module org.graalvm.nativeimage.builder="$NATIVE/patch" \
        --upgrade-module-path "$(echo "$BUILDER_JARS"/compiler-*.jar)" --module-path "$BUILDER_JARS" \
        "$NATIVE"/patch/com/oracle/svm/hosted/*.java
    rm -rf "$home/objects"
}
