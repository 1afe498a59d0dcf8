#!/usr/bin/env bash
# Sees to it that programs with the build tag egl can be built and run, from
# Debian's packages if they may be installed. Fails, saying so in one line, if
# something stays missing.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin # ldconfig, for users whose path lacks it

have() { pkg-config --exists egl && ldconfig -p | grep -q 'libEGL\.so\.1'; }

"$(dirname "$0")/need.sh" pkg-config pkg-config
if have; then
	exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	packages="libegl-dev libegl1 libgl1-mesa-dri"
	echo "installing $packages for the GPU backend"
	export DEBIAN_FRONTEND=noninteractive
	{ apt-get update -qq && apt-get install -y -qq --no-install-recommends $packages; } >/dev/null 2>&1 </dev/null || true
	if have; then
		exit 0
	fi
fi
echo "EGL is missing: as root, run apt-get install libegl-dev libegl1 libgl1-mesa-dri" >&2
exit 1
