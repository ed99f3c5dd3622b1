#!/bin/sh
# In a root: runs the commands of the README's first container, /given/commands, one after the other, and compares what
# they print with /given/output. For every shell, because one of the roots has only busybox.

set -eu

# A person would not type before the container before has done its work; a state that does not settle shows as a test
# that does not end, and its time limit is the caller's.
settle() {
    while carafe list | grep -q running; do
        sleep 0.1
    done
}

cd /tmp
# one of them ends with the container's exit code; what fails shows in what is printed
set +e
. /given/commands >/tmp/printed 2>&1
set -e
# the answer of `carafe state` is another one each time
# (nor does it end with a newline)
sed -e 's/^}//' -e '/^[{ ]/d' -e '/^$/d' /tmp/printed >/tmp/compared
if ! cmp -s /tmp/compared /given/output; then
    echo "the README promises:"
    cat /given/output
    echo "it was:"
    cat /tmp/printed
    exit 1
fi
# the monitor's container goes with its monitor
while [ -n "$(carafe list --quiet)" ]; do
    sleep 0.1
done
