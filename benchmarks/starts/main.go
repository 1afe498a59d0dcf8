// Command starts runs the arena brain from several start positions and prints
// how near the worm comes to its food, as a Markdown table beside what V8
// measured from the same starts. A single start says little: after some
// thousand ticks last bits part the paths, so what can be compared is the
// distribution.
//
//	go run ./benchmarks/starts
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/engine-gpu/engine-gpu/benchmarks/internal/host"
	"github.com/engine-gpu/engine-gpu/recipe"
	"github.com/engine-gpu/engine-gpu/sweep"
)

// options are what can be set on the command line.
type options struct {
	ticks     int
	threads   int
	many      int
	resamples int
	out       string
}

func main() {
	o := options{}
	flag.IntVar(&o.ticks, "ticks", 30000, "ticks of each run")
	flag.IntVar(&o.threads, "threads", 1, "threads of the cpu backend; they change nothing but the time")
	flag.IntVar(&o.many, "many", 100, "run cpu from the start seeds 1 to this number as well")
	flag.IntVar(&o.resamples, "resamples", sweep.BootstrapResamples, "resamples of the bootstrap")
	flag.StringVar(&o.out, "out", "benchmarks/results/starts.json", "file to write; empty for none")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := measure(ctx, o, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "starts:", err)
		os.Exit(1)
	}
}

// measure makes all runs, then prints the tables and writes the file.
func measure(ctx context.Context, o options, out, progress io.Writer) error {
	if o.ticks < 1 || o.many < 0 || o.resamples < 1 {
		return errors.New("-ticks and -resamples must be positive, -many not negative")
	}
	r, err := recipe.Builtin("arena_v1")
	if err != nil {
		return err
	}
	brain, err := r.Generate(r.Seed) // the rows of V8's documented release
	if err != nil {
		return err
	}
	results := &Results{
		Host: host.Describe(), Brain: fmt.Sprintf("%s, seed %d, rows of V8's documented release", r.Name, r.Seed),
		Ticks: o.ticks, Learn: true, V8: v8Starts(),
	}
	lab := &lab{ctx: ctx, brain: brain, options: o, progress: progress, done: map[key]Run{}}
	for _, backend := range []string{"reference", "cpu"} {
		for _, start := range results.V8 {
			run, err := lab.run(backend, start.Seed)
			if err != nil {
				return err
			}
			results.Runs = append(results.Runs, run)
		}
	}
	if o.many > 0 {
		if results.Many, err = distribution(lab, o); err != nil {
			return err
		}
	}
	if err := results.markdown(out); err != nil || o.out == "" {
		return err
	}
	return results.write(o.out)
}

// distribution runs cpu from many starts.
func distribution(l *lab, o options) (*Distribution, error) {
	d := &Distribution{Backend: "cpu", Resamples: o.resamples, Seed: sweep.BootstrapSeed, Level: sweep.Level}
	var indices []float64
	for seed := range uint32(o.many) {
		run, err := l.run(d.Backend, seed+1)
		if err != nil {
			return nil, err
		}
		d.Starts = append(d.Starts, Start{run.Seed, run.Index})
		indices = append(indices, run.Index)
	}
	d.describe(indices)
	return d, nil
}
