#!/usr/bin/env bash
# Runs every fuzz target in turn and prints a table. FUZZTIME is the time of
# each (default 10m, at least 1s), FUZZ a regular expression of the targets
# (default all), FUZZPARALLEL the number of workers (default 1).
#
# An input that fails is kept under the package's testdata/fuzz, where make test
# runs it from then on: fix the fault and commit both. Inputs that are new
# without failing stay in Go's cache; with FUZZKEEP=1 they go into the archive of
# their target in testdata/corpus, whose inputs make test runs, too.
set -euo pipefail

cd "$(dirname "$0")/.."
time=${FUZZTIME:-10m} only=${FUZZ:-.} workers=${FUZZPARALLEL:-1}

log=$(mktemp)
trap 'rm -f "$log"' EXIT

row='%-34s %9s %12s %8s  %s\n'
printf "$row" target time execs new result
failed=0
while IFS=: read -r file target; do
	package=./$(dirname "$file")
	name=$(dirname "$file").$target
	if ! [[ $name =~ $only ]]; then
		continue
	fi
	start=$SECONDS result=ok
	# To shorten an input that is only new takes time from finding others.
	if ! go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 1x -parallel "$workers" "$package" >"$log" 2>&1; then
		# Go also fails where the time is up in the middle of an input: no fault.
		if ! grep -q '^ *context deadline exceeded$' "$log" || grep -q 'Failing input written' "$log"; then
			result=FAILED failed=1
		fi
	fi
	execs=$(sed -n 's/.*execs: \([0-9]*\).*/\1/p' "$log" | tail -1)
	new=$(sed -n 's/.*new interesting: \([0-9]*\).*/\1/p' "$log" | tail -1)
	if [ "$result" = ok ] && [ "${execs:-0}" = 0 ]; then
		result="only inputs known before: give it more time"
	fi
	printf "$row" "$name" "$((SECONDS - start)) s" "${execs:-0}" "${new:-0}" "$result"
	if [ -n "${FUZZKEEP:-}" ] && ! [[ $name =~ ^internal/fpmath ]]; then # whose numbers need no keeping
		go run ./internal/fuzzcorpus/pack "$package" "$target" "$(go env GOCACHE)/fuzz/$(go list "$package")" >/dev/null
	fi
	if [ "$result" = FAILED ]; then
		sed 's/^/    /' "$log" | tail -30
	fi
done < <(git ls-files -co --exclude-standard '*_test.go' | sort | xargs grep -Eo '^func Fuzz\w+' /dev/null | sed 's/func //')
exit $failed
