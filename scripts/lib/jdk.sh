# shellcheck shell=bash
# Finds the JDK 25 that builds and runs Carafe. Needs progress.sh.

# is_jdk25 DIR: DIR is the home of a JDK (not only a JRE) of feature version 25 or later.
is_jdk25() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    local version
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ -n "$version" ] && [ "$version" -ge 25 ]
}

# find_jdk sets and exports JAVA_HOME: a JDK 25 that JAVA_HOME names already, else one in Debian's JVM directory.
# Neither PATH nor the system's default java counts: that is often an older one.
find_jdk() {
    local candidate
    if [ -n "${JAVA_HOME:-}" ] && is_jdk25 "$JAVA_HOME"; then
        export JAVA_HOME
        return
    fi
    [ -z "${JAVA_HOME:-}" ] || note "JAVA_HOME=$JAVA_HOME is not a JDK 25: looking in /usr/lib/jvm"
    for candidate in /usr/lib/jvm/*25*; do
        if is_jdk25 "$candidate"; then
            export JAVA_HOME=$candidate
            return
        fi
    done
    die "no JDK 25 found: neither JAVA_HOME nor /usr/lib/jvm has one.
Carafe is built with JDK 25. Ways to get it:
  - the Debian package openjdk-25-jdk-headless (in Debian 13 and later: apt-get install openjdk-25-jdk-headless);
  - on Debian 12, the package temurin-25-jdk from Eclipse Adoptium's package repository;
  - any JDK 25 archive for linux-x64, unpacked anywhere: export JAVA_HOME=/path/to/jdk-25
Then run this script again."
}
