#!/bin/sh
# In a fresh root of Debian: installs the packages, runs the README's first container, removes them again and compares
# the files before and after. /given has the packages, the commands and the program busybox.

set -eu

# Files of the root's own file system, but for those that dpkg writes with every package.
files() {
    find / -xdev \( -path /given -o -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp \) -prune -o \
        ! -path '/var/lib/dpkg/*-old' ! -path '/var/log/*' -print | sort
}

cp /given/busybox /bin/busybox
files >/run/before
dpkg -i /given/*.deb
for program in carafe carafe-monitor; do
    dpkg-query -W -f '${Depends}' "$program" | grep . && { echo "$program depends on something"; exit 1; }
    # not this machine's checkout or prefix
    test "$(command -v "$program")" = "/usr/bin/$program"
    "$program" --help >/run/help
    dpkg --verify "$program"
done
carafe --version | grep -F "version $1"
carafe --version | grep '^commit: [0-9a-f]'
carafe --version | grep '^built: [0-9]*-'
carafe-monitor --version | grep -F "carafe-monitor $1 ("
sh /given/first-container.sh
dpkg --purge carafe carafe-monitor
files >/run/after
diff /run/before /run/after
echo "nothing is left of the packages"
