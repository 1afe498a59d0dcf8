package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/engine-gpu/engine-gpu/benchmarks/internal/host"
)

// v8 is V8's speed [ticks/s]: NumPy on one core of a machine with two. The
// arena loop was measured several times.
var v8 = map[string]span{
	"Arena":                        {77, 93},
	"Brain/arena_v1":               {176, 176},
	"Brain/megabrain":              {168, 168},
	"Brain/big_layered_20pct_lr01": {97, 97},
	"Brain/big_layered_v1":         {3.3, 3.3},
}

// span is the smallest and the largest of some figures.
type span struct{ low, high float64 }

// of returns V8's speed in a benchmark, by what its name begins with.
func of(name string) (span, bool) {
	for {
		if s, known := v8[name]; known {
			return s, true
		}
		i := strings.LastIndexByte(name, '/')
		if i < 0 {
			return span{}, false
		}
		name = name[:i]
	}
}

// render writes the table.
func render(w io.Writer, results []*result, h host.Host) error {
	var t strings.Builder
	fmt.Fprintf(&t, "%s, %d cores, %s, %s, commit %s.\n\n", h.Processor, h.Cores, h.System, h.Go, h.Commit)
	t.WriteString("| run | ticks/s | spread | ticks per processor second | V8 | times V8 |\n")
	t.WriteString("| --- | ---: | ---: | ---: | ---: | ---: |\n")
	for _, r := range results {
		middle, all := median(r.wall), span{slices.Min(r.wall), slices.Max(r.wall)}
		cpu, theirs, times := "", "", ""
		if len(r.cpu) > 0 {
			cpu = number(median(r.cpu))
		}
		if s, known := of(r.name); known {
			theirs = s.text()
			times = span{middle / s.high, middle / s.low}.text()
		}
		fmt.Fprintf(&t, "| %s | %s | %s (%d) | %s | %s | %s |\n",
			r.name, number(middle), all.text(), len(r.wall), cpu, theirs, times)
	}
	_, err := io.WriteString(w, t.String())
	return err
}

func (s span) text() string {
	if low, high := number(s.low), number(s.high); low != high {
		return low + " to " + high
	}
	return number(s.low)
}

// number prints three significant digits or whole numbers, in groups.
func number(x float64) string {
	if x < 100 {
		return fmt.Sprintf("%.3g", x)
	}
	digits := fmt.Sprintf("%.0f", x)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

func median(xs []float64) float64 {
	sorted := slices.Sorted(slices.Values(xs))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
