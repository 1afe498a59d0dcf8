package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"gonum.org/v1/gonum/stat"

	"github.com/engine-gpu/engine-gpu/benchmarks/internal/host"
)

// Results is all that was measured: the object of the file.
type Results struct {
	Host  host.Host     `json:"host"`
	Brain string        `json:"brain"`
	Ticks int           `json:"ticks"`
	Learn bool          `json:"learn"`
	V8    []Start       `json:"v8"`
	Runs  []Run         `json:"runs"`
	Many  *Distribution `json:"distribution,omitempty"`
}

// Start is the chemotaxis index from one start.
type Start struct {
	Seed  uint32  `json:"start_seed"`
	Index float64 `json:"chemotaxis_index"`
}

// v8Starts is what was measured on V8 itself, of the documented release, over
// 30,000 ticks, learning on (semantics section 6).
func v8Starts() []Start {
	return []Start{{42, 0.43}, {1, -0.54}, {2, 0.49}, {3, 0.00}, {4, 0.04}, {5, 0.08}, {6, 0.08}}
}

// column is a column of the table: one engine's index from every start.
type column struct {
	name    string
	indices []float64
}

// columns returns V8's figures and then the backends', in order of their runs.
func (r *Results) columns() []column {
	all := []column{{name: "V8"}}
	for _, s := range r.V8 {
		all[0].indices = append(all[0].indices, s.Index)
	}
	for _, run := range r.Runs {
		if all[len(all)-1].name != run.Backend {
			all = append(all, column{name: run.Backend})
		}
		last := &all[len(all)-1]
		last.indices = append(last.indices, run.Index)
	}
	return all
}

// markdown prints the results as Markdown.
func (r *Results) markdown(w io.Writer) error {
	columns := r.columns()
	var t strings.Builder
	line := func(first string, cell func(c column) string) {
		fmt.Fprintf(&t, "| %s |", first)
		for _, c := range columns {
			fmt.Fprintf(&t, " %s |", cell(c))
		}
		t.WriteByte('\n')
	}
	line("start seed", func(c column) string { return c.name })
	line("---:", func(column) string { return "---:" })
	for i, s := range r.V8 {
		line(fmt.Sprint(s.Seed), func(c column) string { return signed(c.indices[i]) })
	}
	line("**mean**", func(c column) string { return "**" + signed(stat.Mean(c.indices, nil)) + "**" })
	line("SD", func(c column) string { return fmt.Sprintf("%.2f", stat.StdDev(c.indices, nil)) })
	if d := r.Many; d != nil {
		fmt.Fprintf(&t, "\n%s from %d starts (seeds 1 to %d): mean %+.3f (%.0f%% bootstrap interval %+.3f to %+.3f), SD %.2f, median %+.2f, quartiles %+.2f and %+.2f; nearer to the food than at the start from %d of them.\n",
			d.Backend, len(d.Starts), len(d.Starts), d.Mean, 100*d.Level, d.Interval[0], d.Interval[1],
			d.SD, d.Median, d.Quartiles[0], d.Quartiles[1], d.Nearer)
	}
	fmt.Fprintf(&t, "\n%s ticks, learning on; %s. Commit %s, %s, %s (%d cores).\n",
		thousands(r.Ticks), r.Brain, r.Host.Commit, r.Host.Go, r.Host.Processor, r.Host.Cores)
	_, err := io.WriteString(w, t.String())
	return err
}

// signed prints an index as V8's README does. What rounds to 0 has no sign.
func signed(x float64) string {
	return fmt.Sprintf("%+.2f", math.Round(100*x)/100+0)
}

// thousands groups the digits of a number of ticks.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

// write writes the file.
func (r *Results) write(file string) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o666)
}
