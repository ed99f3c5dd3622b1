# shellcheck shell=bash
# What the tests take along into the guest. Their classes are in the checkout; the libraries are put beside the results.

GUEST_TEST_LIBRARIES=$DIST/guest-lib
JUNIT_CONSOLE=org.junit.platform:junit-platform-console-standalone

is_native() {
    [ "$(head -c 4 "$1" | tr -d '\0')" = $'\x7fELF' ]
}

prepare_tests() {
    run_logged "Compiling the tests" "$LOG_DIR/guest-tests.log" collect_tests || die "the tests do not compile"
}

collect_tests() {
    local version
    maven -pl runtime/cli -am test-compile \
        org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies \
        -DexcludeGroupIds=carafe -DoutputDirectory="$GUEST_TEST_LIBRARIES" || return 1
    # the console has the version of the platform that JUnit came with
    version=$(basename "$GUEST_TEST_LIBRARIES"/junit-platform-engine-*.jar .jar)
    maven -N org.apache.maven.plugins:maven-dependency-plugin:copy \
        -Dartifact="$JUNIT_CONSOLE:${version#junit-platform-engine-}" -DoutputDirectory="$GUEST_TEST_LIBRARIES" \
        -Dmdep.useBaseVersion=true
}
