#!/usr/bin/env bash
# bench-compare.sh BENCHSTAT: compares the benchmarks of a commit with those of
# the working tree.
#
#   BASE       the commit (HEAD~1)
#   BENCH      which benchmarks, as of go test -bench (.)
#   COUNT      repetitions; from 6 on benchstat tells noise from change (6)
#   BENCHTIME  as of go test -benchtime (1s)
#
# Both are built first and then run in turn, A B A B, so that what else goes on
# in the machine hits both alike. What they print stays in runs/bench-compare.
set -euo pipefail

benchstat=$(realpath "${1:?usage: bench-compare.sh BENCHSTAT}")
base=${BASE:-HEAD~1} bench=${BENCH:-.} count=${COUNT:-6} benchtime=${BENCHTIME:-1s}
cd "$(dirname "$0")/.."
root=$(pwd -P)

fail() {
	echo "bench-compare: $*" >&2
	exit 1
}

[[ $count =~ ^[1-9][0-9]*$ ]] || fail "COUNT=$count is no number of repetitions"
if [ "$(git rev-parse --show-toplevel 2>/dev/null)" != "$root" ]; then
	fail "$root is no git checkout, so there is no BASE to compare with"
fi
commit=$(git rev-parse --verify --quiet --end-of-options "$base^{commit}") ||
	fail "BASE=$base is no commit of this repository"

scratch=$(mktemp -d)
running=''
clean() {
	[ -z "$running" ] || kill "$running" 2>/dev/null || true
	git worktree remove --force "$scratch/tree" 2>/dev/null || true
	rm -rf "$scratch"
	git worktree prune
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

git worktree add --quiet --detach "$scratch/tree" "$commit"
# Some benchmarks read V8's data, which lies beside a checkout.
[ ! -d ../shared ] || ln -s "$(cd ../shared && pwd -P)" "$scratch/shared"

# build TREE NAME: the test binaries of all packages that have such benchmarks,
# the same from the same source wherever it lies, and beside each the folder it
# runs in.
build() {
	local dir binary
	mkdir "$scratch/$2"
	while IFS= read -r dir; do
		grep -qs '^func Benchmark' "$dir"/*_test.go || continue
		binary=$scratch/$2/$(tr / _ <<<"${dir#"$1"/}")
		(cd "$dir" && go test -c -trimpath -o "$binary" .)
		# Without a file for this system there is no binary.
		[ -x "$binary" ] || continue
		if (cd "$dir" && "$binary" -test.list "${bench%%/*}") | grep -q '^Benchmark'; then
			echo "$dir" >"$binary.dir"
		fi
	done < <(cd "$1" && go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.Dir}}{{end}}' ./... | sed '/^$/d')
}

# measure NAME: runs each binary once.
measure() {
	local at binary
	for at in "$scratch/$1"/*.dir; do
		[ -e "$at" ] || continue
		binary=${at%.dir}
		(cd "$(<"$at")" && exec "$binary" -test.run '^$' -test.bench "$bench" -test.benchmem \
			-test.benchtime "$benchtime") >"$scratch/output" 2>&1 </dev/null &
		running=$!
		if ! wait "$running"; then
			running=''
			cat "$scratch/output" >&2
			fail "a benchmark of $1 failed"
		fi
		running=''
		cat "$scratch/output" >>"$out/$1.txt"
	done
}

describe=$(git rev-parse --short=12 HEAD)
[ -z "$(git status --porcelain)" ] || describe+=+changes
echo "building $base (${commit:0:12}) and the working tree ($describe)"
build "$scratch/tree" base
build "$root" work
compgen -G "$scratch/work/*.dir" >/dev/null || fail "no benchmark of the working tree matches BENCH=$bench"
compgen -G "$scratch/base/*.dir" >/dev/null || fail "no benchmark of BASE=$base matches BENCH=$bench"

out=$root/runs/bench-compare
mkdir -p "$out"
rm -f "$out/base.txt" "$out/work.txt"
for ((i = 1; i <= count; i++)); do
	printf '\rrepetition %d of %d' "$i" "$count" >&2
	measure base
	measure work
done
echo >&2
"$benchstat" "base=$out/base.txt" "work=$out/work.txt"
