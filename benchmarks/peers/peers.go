// Package peers is the table of other simulators' speeds in the benchmarks.
package peers

import "strings"

// Caveat says what the figures are worth.
const Caveat = "The peers' figures were measured elsewhere, on one thread, and are good to about 25 %."

// Figure is the speed of a simulator in a benchmark [ticks/s]: a range where it
// was measured several times.
type Figure struct {
	Benchmark string
	Low, High float64
	Source    string
}

const (
	v8   = "V8 (NumPy)"
	genn = "GeNN 5.4"
)

// Figures returns the table: V8, or of all other simulators that were measured
// the fastest.
func Figures() []Figure {
	return []Figure{
		{"Arena", 77, 93, v8},
		{"Brain/arena_v1", 176, 176, v8},
		{"Brain/megabrain", 168, 168, v8},
		{"Brain/big_layered_20pct_lr01", 97, 97, v8},
		{"Brain/big_layered_v1", 3.3, 3.3, v8},
		{"IZH/10000x100", 22700, 22700, genn},
		{"IZH/100000x100", 1390, 1390, genn},
		{"IZH/100000x1000", 476, 476, genn},
		{"IZH/1000000x100", 110, 110, genn},
		{"STDP/10000x100", 2700, 2700, genn},
		{"STDP/100000x100", 159, 159, genn},
	}
}

// Of returns the figure of a benchmark, which may have more parts to its name:
// "IZH/10000x100/cpu/threads=2".
func Of(benchmark string) (Figure, bool) {
	for _, f := range Figures() {
		if benchmark == f.Benchmark || strings.HasPrefix(benchmark, f.Benchmark+"/") {
			return f, true
		}
	}
	return Figure{}, false
}
