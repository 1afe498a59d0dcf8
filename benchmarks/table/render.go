package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/engine-gpu/engine-gpu/benchmarks/internal/host"
	"github.com/engine-gpu/engine-gpu/benchmarks/peers"
)

// span is the smallest and the largest of some figures.
type span struct{ low, high float64 }

// render writes the table.
func render(w io.Writer, results []*result, h host.Host) error {
	var t strings.Builder
	fmt.Fprintf(&t, "%s, %d cores, %s, %s, commit %s.\n\n", h.Processor, h.Cores, h.System, h.Go, h.Commit)
	t.WriteString("| run | ticks/s | spread | ticks per processor second | peer | times peer |\n")
	t.WriteString("| --- | ---: | ---: | ---: | ---: | ---: |\n")
	for _, r := range results {
		middle, all := median(r.wall), span{slices.Min(r.wall), slices.Max(r.wall)}
		cpu, theirs, times := "", "", ""
		if len(r.cpu) > 0 {
			cpu = number(median(r.cpu))
		}
		if p, known := peers.Of(r.name); known {
			theirs = p.Source + ", " + span{p.Low, p.High}.text()
			times = span{middle / p.High, middle / p.Low}.text()
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
