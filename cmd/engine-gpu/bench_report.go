package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// writeJSON writes the report as JSON.
func (r *benchReport) writeJSON(w io.Writer) error { return writeJSON(w, r) }

// print shows the report to people.
func (r *benchReport) print(out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "engine-gpu %s, %s, %s, %s\n\n", r.Version, r.Device, r.Go, r.System)
	t := tabwriter.NewWriter(&b, 0, 0, 3, ' ', 0)
	fmt.Fprintln(t, "benchmark\tthreads\tticks\tticks/s\tspread\tpeer\tsource\ttimes peer")
	for i := range r.Results {
		l := &r.Results[i]
		peer, source, ratio := "-", "-", "-"
		if p := l.Peer; p != nil {
			peer, source = spanText(p.Low, p.High), p.Source
			ratio = spanText(float64(p.Least), float64(p.Most))
		}
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\t%s (%d)\t%s\t%s\t%s\n", l.Benchmark, l.Threads, grouped(int64(l.Ticks)), speedText(float64(l.Median)),
			spanText(float64(slices.Min(l.Runs)), float64(slices.Max(l.Runs))), len(l.Runs), peer, source, ratio)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(&b, "\n%s\n", r.Note)
	if r.Interrupted {
		b.WriteString("Interrupted: what was not complete is missing.\n")
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// spanText writes a range, or a number where it is none.
func spanText(low, high float64) string {
	if a, b := speedText(low), speedText(high); a != b {
		return a + " to " + b
	}
	return speedText(low)
}

// speedText writes a figure with three significant digits, or as a whole number
// in groups.
func speedText(x float64) string {
	if x < 99.95 {
		return fmt.Sprintf("%.3g", x)
	}
	return grouped(int64(x + 0.5))
}
