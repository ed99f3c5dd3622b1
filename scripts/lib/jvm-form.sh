# shellcheck shell=bash
# The JVM form of the programs: a launcher, the jars and an AOT cache. Needs common.sh and JAVA_HOME.

# shellcheck disable=SC2034
# program NAME sets main, module (its Maven module), training (arguments of a run that touches much and does nothing) and
# jvm (further options of its JVM)
program() {
    case $1 in
    carafe) main=carafe.cli.Main module=runtime/cli training=(features) jvm=() ;;
    # -Xrs: the monitor reads SIGTERM and its like from a descriptor, so no thread of the JVM may have them unblocked
    carafe-monitor) main=carafe.monitor.Main module=monitor training=(--version) jvm=(-Xrs) ;;
    *) die "no such program: $1" ;;
    esac
}

# quote TEXT...: as words of a shell script
quote() {
    local word
    for word in "$@"; do
        printf " '%s'" "${word//\'/\'\\\'\'}"
    done
}

# write_launcher NAME LIB FILE: a launcher for the jars in LIB. Everything in it is absolute, because an engine may call
# a runtime without PATH, HOME or even a working directory.
write_launcher() {
    local name=$1 lib=$2 file=$3 main module training jvm classpath
    program "$name"
    classpath=$(sed "s:^:$lib/:" "$lib/$name.jars" | paste -s -d :)
    local options=(
        -XX:AOTCache="$lib/$name.aot"
        # a cache that does not fit (another JDK, other jars) is no reason to say anything
        -Xlog:disable
        -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m
        # like the native form: no files in /tmp, and the limit of open files stays as it is
        -XX:-UsePerfData -XX:-MaxFDLimit
        --enable-native-access=ALL-UNNAMED "${jvm[@]}"
        # JNA's library lies beside the jars: nothing is unpacked, no ldconfig is started to look for others
        -Djna.boot.library.path="$lib" -Djna.nosys=true -Djna.nounpack=true -Djna.platform.library.path=
    )
    {
        echo '#!/bin/sh'
        echo "# $name on a JVM. Made by scripts/build or scripts/install; the native form needs no launcher."
        # java would announce what it takes from these on standard error
        echo 'unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS'
        # in any other locale a JVM cannot read arguments with characters beyond ASCII
        echo 'export LC_ALL=C.UTF-8'
        # a JVM does not start in a directory that was deleted, and nothing relative to it exists
        # shellcheck disable=SC2016 # expanded by the launcher
        echo '[ -n "$PWD" ] || cd /'
        # a JVM opens files of its own that look like the caller's: they are not close-on-exec, and fill the gaps; what
        # is gone again was the shell's own look into the directory
        # shellcheck disable=SC2016
        echo 'fds=; for fd in /proc/$$/fd/*; do [ ! -e "$fd" ] || [ "$fd" -ef "$0" ] || fds="$fds ${fd##*/}"; done'
        # shellcheck disable=SC2016
        printf 'exec%s "-Dcarafe.argv0=$0" "-Dcarafe.descriptors=$fds" -cp%s %s "$@"\n' \
            "$(quote "$JAVA_HOME/bin/java" "${options[@]}")" "$(quote "$classpath")" "$main"
    } >"$file.new"
    if cmp -s "$file.new" "$file"; then
        rm "$file.new"
    else
        chmod 755 "$file.new"
        mv -f "$file.new" "$file"
    fi
}

# make_aot_cache NAME LIB LAUNCHER: a run that records which classes it loads; the JVM writes the cache when it ends.
make_aot_cache() {
    local name=$1 lib=$2 launcher=$3 newer
    local main module training jvm
    newer=$(find "$launcher" "$lib" -newer "$lib/$name.aot" \( -name '*.jar' -o -path "$launcher" \) 2>&1) || true
    [ -n "$newer" ] || return 0
    program "$name"
    rm -f "$lib/$name.aot"
    sed "s/-XX:AOTCache=/-XX:AOTCacheOutput=/" "$launcher" >"$launcher.training"
    sh "$launcher.training" "${training[@]}" >"$LOG_DIR/aot-$name.log" 2>&1 </dev/null || true
    rm -f "$launcher.training"
    [ -s "$lib/$name.aot" ] || note "$name: no AOT cache was written (see $LOG_DIR/aot-$name.log); it starts slower"
}
