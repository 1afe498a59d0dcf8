#!/usr/bin/env bash
# need-glfw.sh [--look]
# Sees to it that programs with the build tag glfw can be built and run, from
# Debian's packages if they may be installed. Fails, saying so in one line, if
# something stays missing. With --look it only looks, and says nothing.
set -euo pipefail

have() {
	command -v gcc >/dev/null && command -v pkg-config >/dev/null &&
		pkg-config --exists gl x11 xext xrandr xinerama xcursor xi xxf86vm
}

if have; then
	exit 0
fi
[ "${1:-}" != --look ] || exit 1
packages="gcc libc6-dev pkg-config libgl-dev libgl1-mesa-dri libx11-dev libxrandr-dev libxinerama-dev libxcursor-dev libxi-dev libxxf86vm-dev"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	echo "installing $packages for the window"
	export DEBIAN_FRONTEND=noninteractive
	{ apt-get update -qq && apt-get install -y -qq --no-install-recommends $packages; } >/dev/null 2>&1 </dev/null || true
	if have; then
		exit 0
	fi
fi
echo "what the window is built with is missing: as root, run apt-get install $packages" >&2
exit 1
