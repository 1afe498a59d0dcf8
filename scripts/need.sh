#!/usr/bin/env bash
# need.sh COMMAND PACKAGE [PACKAGE...]
# Sees to it that a command is there, from Debian's packages if they may be
# installed. Fails, saying so in one line, if it stays missing.
set -euo pipefail

command=$1
shift
if command -v "$command" >/dev/null; then
	exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	echo "installing $* for $command"
	export DEBIAN_FRONTEND=noninteractive
	{ apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"; } >/dev/null 2>&1 </dev/null || true
	if command -v "$command" >/dev/null; then
		exit 0
	fi
fi
echo "$command is missing: as root, run apt-get install $*" >&2
exit 1
