#!/bin/busybox sh
# In a root that has nothing but busybox and what the rpm packages contain.

set -eu
busybox --install -s /bin
for library in /lib /lib64 /usr/lib /usr/lib64; do
    test ! -e "$library" || { echo "$library is there"; exit 1; }
done
carafe --version | grep -F "version $1"
carafe-monitor --version
sh /given/first-container.sh
echo "the programs need no library"
