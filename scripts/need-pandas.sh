#!/usr/bin/env bash
# need-pandas.sh [--look]
# Sees to it that Debian's Python has NumPy and pandas, which tests read
# recordings with, from Debian's packages if they may be installed. Fails,
# saying so in one line, if they stay missing. With --look it only looks, and
# says nothing.
set -euo pipefail

have() { /usr/bin/python3 -c 'import numpy, pandas' 2>/dev/null; }

if have; then
	exit 0
fi
[ "${1:-}" != --look ] || exit 1
packages="python3-numpy python3-pandas"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	echo "installing $packages for the tests of recordings"
	export DEBIAN_FRONTEND=noninteractive
	{ apt-get update -qq && apt-get install -y -qq --no-install-recommends $packages; } >/dev/null 2>&1 </dev/null || true
	if have; then
		exit 0
	fi
fi
echo "/usr/bin/python3 has no pandas: as root, run apt-get install $packages" >&2
exit 1
