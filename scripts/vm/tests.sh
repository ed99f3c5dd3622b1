# shellcheck shell=bash
# What the tests take along into the guest: jars of their own, so that nothing changes under them when something is
# compiled meanwhile, and the libraries.

GUEST_TESTS=$DIST/guest-tests
TESTED_MODULES=(spec native-test-fixtures runtime/kernel runtime/container runtime/cli shim-protocol monitor)
JUNIT_CONSOLE=org.junit.platform:junit-platform-console-standalone

prepare_tests() {
    run_logged "Compiling the tests" "$LOG_DIR/guest-tests.log" collect_tests || die "the tests do not compile"
}

collect_tests() {
    local version module classes
    rm -rf "$GUEST_TESTS"
    maven -pl runtime/cli,monitor -am test-compile \
        org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies \
        -DexcludeGroupIds=carafe -DoutputDirectory="$GUEST_TESTS/lib" || return 1
    # the console has the version of the platform that JUnit came with
    version=$(basename "$GUEST_TESTS"/lib/junit-platform-engine-*.jar .jar)
    maven -N org.apache.maven.plugins:maven-dependency-plugin:copy \
        -Dartifact="$JUNIT_CONSOLE:${version#junit-platform-engine-}" -DoutputDirectory="$GUEST_TESTS/lib" \
        -Dmdep.useBaseVersion=true || return 1
    for module in "${TESTED_MODULES[@]}"; do
        for classes in classes test-classes; do
            # stored as they are: many small files are slow over 9p, and decompressing is slow under emulation
            "$JAVA_HOME/bin/jar" --create --no-compress --file "$GUEST_TESTS/${module##*/}-$classes.jar" \
                -C "$ROOT/$module/target/$classes" . || return 1
        done
    done
}
