# shellcheck shell=bash
# What is in an executable, in CycloneDX's format: the Java parts as Maven resolved them, the JDK's and the image
# builder's classes, and what the linker took from Debian's packages. Needs about.sh, maven.sh and jq.

# What of the builder goes into an image; its other jars only build.
BUILDER_PARTS=(svm word nativeimage collections)

# list_java_parts: target/bom.json of each module, unless it is newer than what was built
list_java_parts() {
    [ ! "$ROOT/runtime/cli/target/bom.json" -nt "$DIST/built" ] || [ ! "$ROOT/monitor/target/bom.json" -nt "$DIST/built" ] ||
        return 0
    run_logged "Listing the Java parts" "$LOG_DIR/sbom.log" maven -Dmaven.test.skip=true -pl runtime/cli,monitor -am \
        package org.cyclonedx:cyclonedx-maven-plugin:makeBom -DoutputFormat=json -DincludeTestScope=false
}

# make_sbom NAME ARCHITECTURE VERSION OUT_DIRECTORY
make_sbom() {
    local name=$1 architecture=$2 version=$3 out=$4 file module=runtime/cli sum
    [ "$name" != carafe-monitor ] || module=monitor
    file=$(executable "$name" "$architecture")
    sum=$(sha256sum "$file" | cut -d ' ' -f 1)
    {
        jdk_part
        builder_parts
        linked_parts "$name" "$architecture"
    } | jq --slurp --slurpfile bom "$ROOT/$module/target/bom.json" \
        --arg name "$name" --arg version "$version" --arg architecture "$architecture" --arg sum "$sum" \
        --arg time "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)" '
        . as $parts | $bom[0]
        # the same executable has the same number
        | .serialNumber = "urn:uuid:" + ($sum | .[0:8] + "-" + .[8:12] + "-5" + .[13:16] + "-a" + .[17:20] + "-" + .[20:32])
        | .metadata.timestamp = $time
        | (.metadata.component | .scope = "required") as $main
        | .metadata.component = {
            type: "application", "bom-ref": "pkg:generic/\($name)@\($version)?arch=\($architecture)",
            name: $name, version: $version, purl: "pkg:generic/\($name)@\($version)?arch=\($architecture)",
            licenses: [{license: {id: "Apache-2.0"}}], hashes: [{alg: "SHA-256", content: $sum}]}
        | .components = [$main] + .components + $parts
        | .dependencies += [{
            ref: .metadata.component["bom-ref"],
            dependsOn: ([$main["bom-ref"]] + [$parts[]["bom-ref"]])}]' \
        >"$out/$name-$version-$architecture.cdx.json"
}

# part NAME VERSION LICENCE PURL [SHA256]
part() {
    jq -n --arg name "$1" --arg version "$2" --arg licence "$3" --arg purl "$4" --arg sum "${5:-}" '{
        type: "library", "bom-ref": $purl, name: $name, version: $version, purl: $purl, scope: "required",
        licenses: [{expression: $licence}]} + if $sum == "" then {} else {hashes: [{alg: "SHA-256", content: $sum}]} end'
}

jdk_part() {
    local version
    version=$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release")
    part java.base "$version" 'GPL-2.0-only WITH Classpath-exception-2.0' "pkg:generic/openjdk@${version/+/%2B}"
}

builder_parts() {
    local version name jar licence
    version=$(sed -n 's:.*<graal.version>\(.*\)</graal.version>.*:\1:p' "$ROOT/pom.xml")
    for name in "${BUILDER_PARTS[@]}"; do
        jar=$CACHE/builder-$version/$name-$version.jar
        licence=UPL-1.0
        [ "$name" != svm ] || licence='GPL-2.0-only WITH Classpath-exception-2.0'
        part "$name" "$version" "$licence" "pkg:maven/$(builder_group "$name")/$name@$version?type=jar" \
            "$(sha256sum "$jar" | cut -d ' ' -f 1)"
    done
}

builder_group() {
    case $1 in
    svm) echo org.graalvm.nativeimage ;;
    *) echo org.graalvm.sdk ;;
    esac
}

# linked_parts NAME ARCHITECTURE: the Debian packages that the linker took archives and objects from; build-image lists
# them in dist/native/MACHINE/NAME/linked, as PACKAGE VERSION.
linked_parts() {
    local package version licence
    while read -r package version; do
        case $package in
        musl-dev*) licence=MIT ;;
        libgcc-*) licence='GPL-3.0-or-later WITH GCC-exception-3.1' ;;
        libc6-dev*) licence=LGPL-2.1-or-later ;;
        *) die "no licence is known for what the linker took from $package: add it to scripts/packaging/sbom.sh" ;;
        esac
        part "$package" "$version" "$licence" "pkg:deb/debian/$package@${version/+/%2B}?arch=$2"
    done <"$DIST/native/$(machine_of "$2")/$1/linked"
}
