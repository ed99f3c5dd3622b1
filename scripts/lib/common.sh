# shellcheck shell=bash
# What every script starts with: where things are, and the pieces beside this file.

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
DIST=$ROOT/dist
LOG_DIR=$DIST/log
# Downloads and compiled libraries that outlive a clone. A machine without HOME still has a place for them.
CACHE=${XDG_CACHE_HOME:-${HOME:-/var/tmp}/.cache}/carafe
mkdir -p "$LOG_DIR" "$CACHE"

# shellcheck source=scripts/lib/progress.sh
. "$ROOT/scripts/lib/progress.sh"
# shellcheck source=scripts/lib/jdk.sh
. "$ROOT/scripts/lib/jdk.sh"
# shellcheck source=scripts/lib/packages.sh
. "$ROOT/scripts/lib/packages.sh"
