#!/usr/bin/env bash
# Prints a Python that has Brian2 and can compile with it. Fails, saying in one
# line what to install, if there is none.
set -euo pipefail

has_brian2() {
	"$1" -c 'import importlib.util as u, sys; sys.exit(u.find_spec("brian2") is None)' 2>/dev/null
}

python='' missing=()
for candidate in ${PYTHON:+"$PYTHON"} python3 /usr/bin/python3; do
	if command -v "$candidate" >/dev/null && has_brian2 "$candidate"; then
		python=$candidate
		break
	fi
done
[ -n "$python" ] || missing+=(python3-brian cython3)
command -v g++ >/dev/null || missing+=(g++)
command -v make >/dev/null || missing+=(make)
if [ ${#missing[@]} -gt 0 ]; then
	echo "the comparison with Brian2 lacks ${missing[*]}: on Debian, as root, run apt-get install ${missing[*]}" >&2
	exit 1
fi
echo "$python"
