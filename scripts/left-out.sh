#!/usr/bin/env bash
# Says which tests `make test` left out, on this machine or always, and what
# brings them in: a skip that nobody sees proves nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

can_mount() {
	local folder mounted=1
	folder=$(mktemp -d)
	if mount -t tmpfs -o size=16k tmpfs "$folder" 2>/dev/null; then
		umount "$folder" && mounted=0
	fi
	rmdir "$folder"
	return $mounted
}

echo
echo "left out here:"
echo "  the GPU backend (make test-gl), the browser's page (make test-web), the window (make test-view)"
if [ "${CGO_ENABLED:-1}" = 0 ]; then
	echo "  the race detector: it needs a C compiler, on Debian apt-get install gcc libc6-dev"
fi
if [ ! -d ../shared/v8 ]; then
	echo "  the comparison with V8's brain databases: they are not in ../shared/v8"
fi
if ! can_mount; then
	echo "  full and read-only disks: only root can mount them"
fi
if ! scripts/need-pandas.sh --look; then
	echo "  recordings read by pandas: apt-get install python3-numpy python3-pandas"
fi
