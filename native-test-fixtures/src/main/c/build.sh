#!/bin/sh
# Builds every C program of this directory as a static executable: build.sh OUTPUT_DIRECTORY
#
# Static, because they run as the first process of containers that hold nothing else.
# Without a C compiler nothing is built and the tests that need the programs skip and say why.
set -eu
cd "$(dirname "$0")"
out=$1
mkdir -p "$out"
: "${CC:=gcc}"

if ! command -v "$CC" >/dev/null 2>&1; then
    echo "native-test-fixtures: no $CC, so no C fixtures (Debian: apt-get install gcc libc6-dev)" >&2
    exit 0
fi

for source in *.c; do
    program=$out/${source%.c}
    if [ -x "$program" ] && [ -z "$(find "$source" json.h -newer "$program")" ]; then
        continue
    fi
    "$CC" -std=gnu11 -Os -static -s -Wall -Wextra -ffunction-sections -Wl,--gc-sections -o "$program.new" "$source"
    mv "$program.new" "$program"
done
