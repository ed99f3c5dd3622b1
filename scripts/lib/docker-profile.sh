# shellcheck shell=bash
# Docker's default seccomp profile, for tests that compile it. It comes with a package that has dozens of dependencies
# nobody needs here, so only this file is taken from it. Needs common.sh.

DOCKER_PROFILE=$CACHE/docker-seccomp.json

# fetch_docker_profile: makes $DOCKER_PROFILE, unless it is there; says so if it cannot
fetch_docker_profile() {
    if [ ! -s "$DOCKER_PROFILE" ]; then
        run_logged "Fetching Docker's default seccomp profile" "$LOG_DIR/docker-profile.log" unpack_docker_profile ||
            note "without Docker's default seccomp profile, tests compile Podman's only"
    fi
}

unpack_docker_profile() {
    local work=$CACHE/docker-profile.new
    rm -rf "$work"
    mkdir "$work"
    (cd "$work" && apt-get -q -o APT::Sandbox::User=root download golang-github-docker-docker-dev) || return 1
    dpkg-deb --fsys-tarfile "$work"/*.deb |
        tar -xO ./usr/share/gocode/src/github.com/docker/docker/profiles/seccomp/default.json >"$work/default.json" ||
        return 1
    mv "$work/default.json" "$DOCKER_PROFILE"
    rm -r "$work"
}
