#!/usr/bin/env bash
# Sees to it that a Chromium is there for the tests of the browser's page, from
# Debian's packages if they may be installed. Fails, saying so in one line, if
# it stays missing.
set -euo pipefail

for name in chromium chromium-browser google-chrome chrome; do
	if command -v "$name" >/dev/null; then
		exit 0
	fi
done
exec "$(dirname "$0")/need.sh" chromium chromium fonts-liberation
