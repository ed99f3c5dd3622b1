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

# Writes what each class of tests did to $RESULTS/classes, the slowest first, and says how many there were.
summarize() {
    cat "$RESULTS"/reports/*/TEST-junit-jupiter.xml 2>/dev/null | awk '
        # the value of an attribute of the line
        function value(name) {
            return match($0, " " name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
        }
        /<testcase / {
            class = value("classname")
            # of a nested class, the outer one
            sub(/\$.*/, "", class)
            tests[class]++
            seconds[class] += value("time")
        }
        /<skipped/ { skipped[class]++ }
        /<failure|<error/ { failed[class]++ }
        END {
            for (class in tests)
                printf "%7.1f s  %s: %d tests, %d skipped, %d failed\n", seconds[class], class, tests[class],
                    skipped[class], failed[class]
        }' | sort -rn >"$RESULTS/classes"
    note "$(grep -c 'IT: ' "$RESULTS/classes") classes of integration tests were there," \
        "$(skipped_classes | grep -c .) of them skipped all their tests (dist/guest/classes)"
}

# Classes of integration tests all of whose tests were skipped.
skipped_classes() {
    sed -n 's/.* s  \(.*\.\)\{0,1\}\([A-Za-z0-9_]*IT\): \([0-9]*\) tests, \3 skipped.*/\2/p' "$RESULTS/classes" | sort
}

# Every class that proves nothing in the guest is in the guide with the reason, so that none gets lost by and by.
require_reasons() {
    local class missing=()
    for class in $(skipped_classes); do
        sed '1,/^## What does not run there/d' "$ROOT/docs/guest.md" | grep -q "^| \`$class\`" || missing+=("$class")
    done
    [ ${#missing[@]} -eq 0 ] || {
        note "skipped without a reason in docs/guest.md: ${missing[*]}"
        return 1
    }
}
