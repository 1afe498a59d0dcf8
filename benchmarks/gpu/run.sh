#!/usr/bin/env bash
# run.sh [--small] [--out DIR] [--name NAME] [--note TEXT]: tries the GPU of this machine and
# measures it, with what build.sh put beside this script; Go is not needed.
#
#   doctor, the conformance suite, the same certificates as the CPU, then the
#   sizes of docs/gpu.md against the card's own copy bandwidth
#
# Writes NAME.json, NAME.md and the logs to DIR (default: out). --small is for
# software GL: sizes that a processor can do, and the main part of the suite. A
# note says what else there is to know of the machine.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin # ldconfig, for users whose path lacks it

here=$(cd "$(dirname "$0")" && pwd)
out=out small='' name='' note=''
while [ $# -gt 0 ]; do
	case $1 in
	--small) small=yes ;;
	--out) out=$2 && shift ;;
	--name) name=$2 && shift ;;
	--note) note=$2 && shift ;;
	*)
		echo "usage: run.sh [--small] [--out DIR] [--name NAME] [--note TEXT]" >&2
		exit 2
		;;
	esac
	shift
done
mkdir -p "$out"
out=$(cd "$out" && pwd)
cd "$here"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

step() { printf '\n== %s (%s s)\n' "$1" "$SECONDS"; }

# The GL loader, where the machine has only its driver.
if ! ldconfig -p 2>/dev/null | grep -q 'libEGL\.so\.1'; then
	step "the GL loader"
	if compgen -G 'debs/*.deb' >/dev/null; then
		for deb in debs/*.deb; do dpkg -x "$deb" "$work/loader"; done
		LD_LIBRARY_PATH=$(dirname "$(find "$work/loader" -name 'libEGL.so.1' | head -1)"):${LD_LIBRARY_PATH-}
		export LD_LIBRARY_PATH
	else
		echo "libEGL.so.1 is not here: install libegl1, or build with build.sh --debs" >&2
		exit 1
	fi
fi
# NVIDIA's driver in a container may come without the file that names it.
if ldconfig -p 2>/dev/null | grep -q 'libEGL_nvidia\.so\.0' &&
	! compgen -G '/usr/share/glvnd/egl_vendor.d/*nvidia*.json' >/dev/null &&
	! compgen -G '/etc/glvnd/egl_vendor.d/*nvidia*.json' >/dev/null &&
	[ -z "${__EGL_VENDOR_LIBRARY_FILENAMES-}" ]; then
	echo '{"file_format_version": "1.0.0", "ICD": {"library_path": "libEGL_nvidia.so.0"}}' >"$work/nvidia.json"
	export __EGL_VENDOR_LIBRARY_FILENAMES=$work/nvidia.json
fi
# Software GL computes on all cores in the benchmarks.
LP_NUM_THREADS=$(nproc)
export LP_NUM_THREADS ENGINE_GPU_REQUIRE_GL=1

step "the device"
./gpu.test -test.run '^TestSelfTest$' -test.v >"$out/device.log" || {
	cat "$out/device.log" >&2
	exit 1
}
fact() { sed -n "s/.*fact $1: //p" "$out/device.log" | head -1; }
renderer=$(fact renderer)
[ -n "$name" ] || name=gpu-$(echo "$renderer" | sed 's/[(\/].*//' | tr 'A-Z ' 'a-z-' | tr -cd 'a-z0-9-' | sed 's/-*$//')
echo "$renderer, $(fact version)"

doctor="not part of this program"
if ./engine-gpu help | grep -qw doctor; then
	step "doctor"
	doctor=passed
	./engine-gpu doctor | tee "$out/doctor.log" || doctor="failed, see doctor.log"
fi

step "the suite"
suite=.
[ -z "$small" ] || suite='^(TestConformance|TestEveryKernelAlone|TestSelfTest.*|TestDriverLaysArraysOutAsGoDoes|TestSmallStorageBlocks)$'
verdict=passed
# Tests that build programs need Go, which is not here.
need_go='LinksNoX$|^TestBuildsWithoutGL$'
LP_NUM_THREADS=0 ./gpu.test -test.v -test.timeout 30m -test.run "$suite" -test.skip "$need_go" >"$out/suite.log" 2>&1 || verdict="FAILED, see suite.log"
./glc.test -test.v -test.skip "$need_go" >>"$out/suite.log" 2>&1 || verdict="FAILED, see suite.log"
./egl.test -test.v -test.skip "$need_go" >>"$out/suite.log" 2>&1 || verdict="FAILED, see suite.log"
passed=$(grep -c -- '--- PASS' "$out/suite.log" || true)
skipped=$(grep -c -- '--- SKIP' "$out/suite.log" || true)
echo "$verdict: $passed tests passed, $skipped skipped"
grep -B1 -- '--- SKIP' "$out/suite.log" | grep '_test.go' || true

# Certificates of whole runs, cpu and gpu. Prints "NAME EQUAL CPU GPU" with
# ticks per second.
step "certificates"
value() { sed -n "s/.*\"$1\": *\"\{0,1\}\([^\",]*\).*/\1/p" "$2" | head -1; }
certify() { # name ticks flags...
	local name=$1 ticks=$2 equal=yes side
	shift 2
	for side in cpu gpu; do
		./engine-gpu run --backend $side --ticks "$ticks" --json --quiet "$@" >"$work/$side.json" || return 1
		[ -n "$(value spike_sha256 "$work/$side.json")" ] || return 1
	done
	for key in spike_sha256 weights_sha256; do
		[ "$(value $key "$work/cpu.json")" = "$(value $key "$work/gpu.json")" ] || equal=NO
	done
	echo "$name $ticks $equal $(value ticks_per_second "$work/cpu.json") $(value ticks_per_second "$work/gpu.json")" | tee -a "$work/certificates"
}
: >"$work/certificates"
if ./engine-gpu run --help 2>&1 | grep -q 'gpu'; then
	certify arena_v1-in-the-arena "$([ -n "$small" ] && echo 2000 || echo 30000)"
	for brain in kitchen_sink:5000:500 arena_dev_v1:12000:300 megabrain:10000:100 big_layered_v1:2000:20; do
		IFS=: read -r recipe ticks few <<<"$brain"
		./engine-gpu generate --recipe "$recipe" --out "$work/$recipe.db" >/dev/null
		certify "$recipe" "$([ -n "$small" ] && echo "$few" || echo "$ticks")" --brain "$work/$recipe.db" --world none
		rm -f "$work/$recipe.db"
	done
else
	echo "this engine-gpu knows no --backend gpu"
fi

step "benchmarks"
bench() { # pattern benchtime count
	./gpu.test -test.run '^$' -test.bench "$1" -test.benchtime "$2" -test.count "$3" -test.timeout 30m | tee -a "$out/bench.log" | grep '^Benchmark' || true
}
: >"$out/bench.log"
bench '^BenchmarkCopy$' 1s 5
if [ -n "$small" ]; then
	bench '^BenchmarkIntegrate$/^neurons=(10000|100000)$' 1s 5
	bench '^BenchmarkSynapses$/^neurons=10000$' 1s 5
else
	bench '^BenchmarkIntegrate$' 1s 5
	bench '^BenchmarkSynapses$' 1s 5
fi
bench '^BenchmarkArena$' 2s 5

step "results"
# Every benchmark as "name unit value", one line a repetition.
awk '/^Benchmark/ { sub(/-[0-9]+$/, "", $1); sub(/^Benchmark/, "", $1); for (i = 3; i < NF; i += 2) if ($(i + 1) != "ns/op") print $1, $(i + 1), $i }' \
	"$out/bench.log" >"$work/metrics"
values() { awk -v n="$1" -v u="$2" '$1 == n && $2 == u { print $3 }' "$work/metrics" | sort -g; }
# metric NAME UNIT: the median; spread NAME UNIT FORMAT: smallest and largest.
metric() { values "$1" "$2" | awk '{ v[NR] = $1 } END { if (NR) print v[int((NR + 1) / 2)] }'; }
spread() { values "$1" "$2" | awk -v f=" (%$3 to %$3)" '{ v[NR] = $1 } END { if (NR) printf f, v[1], v[NR] }'; }
text() { sed 's/\\/\\\\/g; s/"/\\"/g' <<<"$1"; }
processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)

{
	echo "{"
	echo "  \"device\": \"$(text "$renderer")\","
	echo "  \"driver\": \"$(text "$(fact vendor), OpenGL $(fact version)")\","
	echo "  \"machine\": {\"processor\": \"$(text "$processor")\", \"cores\": $(nproc), \"system\": \"$(uname -sm)\"},"
	echo "  \"commit\": \"$(cat commit)\","
	echo "  \"note\": \"$(text "$note")\","
	echo "  \"small\": $([ -n "$small" ] && echo true || echo false),"
	echo "  \"doctor\": \"$(text "$doctor")\","
	echo "  \"suite\": {\"verdict\": \"$verdict\", \"passed\": $passed, \"skipped\": $skipped},"
	echo "  \"certificates\": ["
	awk '{ printf "%s    {\"run\": \"%s\", \"ticks\": %s, \"equal\": %s, \"cpu_ticks_per_second\": %s, \"gpu_ticks_per_second\": %s}", n++ ? ",\n" : "", $1, $2, $3 == "yes" ? "true" : "false", $4, $5 } END { print "" }' "$work/certificates"
	echo "  ],"
	echo "  \"benchmarks\": {"
	awk '{ key = $1 SUBSEP $2; if (!(key in list)) { if (!($1 in units)) names[++count] = $1; units[$1] = units[$1] (units[$1] == "" ? "" : SUBSEP) $2 }
		list[key] = list[key] (list[key] == "" ? "" : ", ") $3 }
		END { for (i = 1; i <= count; i++) { n = split(units[names[i]], u, SUBSEP); printf "    \"%s\": {", names[i]
			for (k = 1; k <= n; k++) printf "%s\"%s\": [%s]", (k > 1 ? ", " : ""), u[k], list[names[i] SUBSEP u[k]]
			print (i < count ? "}," : "}") } }' "$work/metrics"
	echo "  }"
	echo "}"
} >"$out/$name.json"

none="not yet measured"
copy=$(metric Copy GB/s)
arena=$(metric Arena/wall ticks/s)
# reckon FORMAT EXPRESSION: a figure, or nothing where there is none.
reckon() { [ -z "$2" ] || awk "BEGIN { printf \"$1\", $2 }"; }
# row WHAT MEASURED FLOOR SHARE AIM: a row of the table.
row() { printf '| %s | %s | %s | %s | %s |\n' "$1" "${2:-$none}" "${2:+$3}" "${2:+$4}" "$5"; }
integrate() { # neurons aim
	local us floor
	us=$(metric "Integrate/neurons=$1/kernels" integrate.comp-us)
	floor=$(reckon %.1f "$1 * 32.125 / ($copy * 1e3)")
	row "integrate, $1 neurons" "${us:+$(reckon '%.1f us' "$us")$(spread "Integrate/neurons=$1/kernels" integrate.comp-us .1f)}" "$floor us: 32.1 bytes a neuron" \
		"$(reckon '%.0f %%' "${us:+100 * $floor / $us}")" "$2"
}
synapses() { # neurons synapses aim
	local wall us hertz best worst
	wall=$(metric "Synapses/neurons=$1/synapses=$2/wall" us/tick)
	us=$(metric "Synapses/neurons=$1/synapses=$2/kernels" deliver.comp-us)
	hertz=$(metric "Synapses/neurons=$1/synapses=$2/wall" Hz)
	best=$(reckon %.1f "($1 * 36 + $1 * $2 * ${hertz:-10} / 1000 * 8) / ($copy * 1e3)")
	worst=$(reckon %.1f "($1 * 36 + $1 * $2 * ${hertz:-10} / 1000 * 72) / ($copy * 1e3)")
	row "$1 neurons x $2 synapses${hertz:+, $(reckon '%.1f Hz' "$hertz")}" \
		"${wall:+$(reckon '%.1f us a tick' "$wall")$(spread "Synapses/neurons=$1/synapses=$2/wall" us/tick .1f), deliver $(reckon '%.1f us' "$us"), $(reckon '%.3g events/s' "$(metric "Synapses/neurons=$1/synapses=$2/wall" events/s)")}" \
		"$best us with the ring in the cache, $worst us without" "$(reckon '%.0f %%' "${wall:+100 * $best / $wall}")" "$3"
}
memory() { # neurons synapses
	local with without
	with=$(metric "Synapses/neurons=$1/synapses=$2/wall" MB)
	without=$(metric "Integrate/neurons=$1/wall" MB)
	row "memory of a fixed synapse, $1 x $2" "$(reckon '%.2f bytes' "${with:+${without:+($with - $without) * 1e6 / $1 / $2}}")" \
		"8 bytes; the rest is the ring and work items" "" "8 bytes and the state of neurons"
}
{
	echo "# $renderer"
	echo
	echo "$(fact vendor), OpenGL $(fact version); $processor, $(nproc) cores; commit $(cat commit)."
	[ -z "$note" ] || echo "$note"
	[ -z "$small" ] || echo "Small sizes: this shows that the lane works, not what a card does."
	echo
	echo "Doctor: $doctor. Suite: $verdict, $passed tests, $skipped skipped."
	echo
	echo "Copy bandwidth of the device, bytes read and written: $(reckon '%.1f GB/s' "$copy")$(spread Copy GB/s .1f). Figures are medians of repetitions (smallest to largest). Floors are the bytes of docs/gpu.md over it."
	echo
	echo "| | measured | floor | share of the floor | aim on a GPU |"
	echo "|---|---:|---:|---:|---|"
	[ -z "$small" ] || integrate 100000 ""
	integrate 1000000 ""
	integrate 10000000 "50 %"
	[ -z "$small" ] || synapses 10000 100 ""
	synapses 1000000 100 ""
	synapses 1000000 1000 "1000 us a tick, 2e10 events/s"
	row "arena, readback in every tick" "${arena:+$arena ticks/s$(spread Arena/wall ticks/s .0f)}" "latency, not bytes" "" "15000 ticks/s"
	if [ -n "$small" ]; then memory 10000 100; else memory 1000000 1000; fi
	echo
	echo "| run | ticks | same certificates as cpu | cpu ticks/s | gpu ticks/s |"
	echo "|---|---:|---|---:|---:|"
	awk '{ printf "| %s | %s | %s | %.0f | %.0f |\n", $1, $2, $3, $4, $5 }' "$work/certificates"
} >"$out/$name.md"
cat "$out/$name.md"
echo
echo "$out/$name.json, $out/$name.md"
[ "$verdict" = passed ] && ! grep -q ' NO ' "$work/certificates"
