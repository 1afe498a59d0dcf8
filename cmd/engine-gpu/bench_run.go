package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"

	"github.com/engine-gpu/engine-gpu/benchmarks/peers"
	"github.com/engine-gpu/engine-gpu/record"
)

// benchReport is what bench measured: the object of --json.
type benchReport struct {
	Version     string      `json:"version"`
	Device      string      `json:"device"`
	Go          string      `json:"go"`
	System      string      `json:"system"`
	Quick       bool        `json:"quick"`
	Interrupted bool        `json:"interrupted"`
	Note        string      `json:"note"`
	Results     []benchLine `json:"results"`
}

// benchLine is one benchmark on a number of threads.
type benchLine struct {
	Benchmark string     `json:"benchmark"`
	Threads   int        `json:"threads"`
	Ticks     int32      `json:"ticks"`
	Median    figure     `json:"ticks_per_second"` // of the runs
	Runs      []figure   `json:"runs_ticks_per_second"`
	SpikeHash string     `json:"spike_sha256"`
	Peer      *peerRatio `json:"peer"` // null where none is known
}

// peerRatio sets a speed beside another simulator's [ticks/s].
type peerRatio struct {
	Source string  `json:"source"`
	Low    float64 `json:"ticks_per_second_low"`
	High   float64 `json:"ticks_per_second_high"`
	Least  figure  `json:"ratio_low"` // to the peer's highest figure
	Most   figure  `json:"ratio_high"`
}

// errHashesDiffer ends bench when runs that must be equal are not.
var errHashesDiffer = errors.New("the spikes of equal runs differ: this machine, or this program, computes wrongly")

// bench is the command bench. What was measured before an error or an interrupt
// is printed too.
func bench(ctx context.Context, std streams, o *benchOptions, cases []benchCase) error {
	if *o.json != "" && *o.json != toStdout {
		if err := checkFileTarget(*o.json); err != nil {
			return err
		}
	}
	report := &benchReport{
		Version: version(), Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH,
		Quick: *o.quick, Note: peers.Caveat, Results: []benchLine{},
	}
	if !*o.quiet {
		std.note("running %s, each %s", plural(int64(len(cases)), "benchmark"), plural(*o.repeat*int64(len(*o.threads)), "time"))
	}
	var failure error
	for i, c := range cases {
		if failure = report.measure(ctx, std, o, c, fmt.Sprintf("%d/%d", i+1, len(cases))); failure != nil {
			break
		}
	}
	report.Interrupted = errors.Is(failure, errInterrupted)
	return errors.Join(report.write(std, *o.json), failure)
}

// measure adds the lines of one benchmark, one after the other as they are
// complete.
func (r *benchReport) measure(ctx context.Context, std streams, o *benchOptions, c benchCase, place string) error {
	note := func(format string, args ...any) {
		if !*o.quiet {
			std.note("%s %s: %s", place, c.name, fmt.Sprintf(format, args...))
		}
	}
	if ctx.Err() != nil {
		return errInterrupted
	}
	// What the benchmark before held must not be in the way of this one.
	debug.FreeOSMemory()
	note("building")
	w, err := c.load()
	if err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	ticks := c.ticks
	if *o.quick {
		ticks = c.quickTicks
	}
	hash := ""
	for _, threads := range *o.threads {
		line := benchLine{Benchmark: c.name, Threads: threads, Ticks: ticks}
		for run := range *o.repeat {
			s, err := w.run(ctx, threads, ticks)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			if s.interrupted {
				return errInterrupted
			}
			if hash == "" {
				hash, r.Device = s.hash, s.device
			}
			if s.hash != hash {
				return fmt.Errorf("%s on %s: %w", c.name, plural(int64(threads), "thread"), errHashesDiffer)
			}
			speed := float64(s.ticks) / s.wall.Seconds()
			line.Runs = append(line.Runs, figure(speed))
			note("%s ticks/s on %s (%d of %d)", speedText(speed), plural(int64(threads), "thread"), run+1, *o.repeat)
		}
		line.SpikeHash = hash
		line.compare()
		r.Results = append(r.Results, line)
	}
	return nil
}

// compare finds the median and sets it beside the peer's figure.
func (l *benchLine) compare() {
	sorted := slices.Sorted(slices.Values(l.Runs))
	n := len(sorted)
	l.Median = (sorted[(n-1)/2] + sorted[n/2]) / 2
	if p, known := peers.Of(l.Benchmark); known {
		l.Peer = &peerRatio{p.Source, p.Low, p.High, l.Median / figure(p.High), l.Median / figure(p.Low)}
	}
}

// write prints the table, and writes or prints JSON if that was asked for.
func (r *benchReport) write(std streams, file string) error {
	switch file {
	case toStdout:
		return writeJSON(std.out, r)
	case "":
		return r.print(std.out)
	}
	return errors.Join(r.print(std.out), record.WriteFile(file, r.writeJSON))
}
