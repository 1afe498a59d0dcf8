// Command chemotaxis measures what the worm's way to its food hangs on: how far
// a change of the smell gets in the brain, how fast the body can crawl, what is
// left of the brain's success when its means are taken from it, and what
// inverted rewards teach it. docs/chemotaxis.md tells what came out.
//
//	go run ./benchmarks/chemotaxis
//	go run ./benchmarks/chemotaxis -only controls -starts 200
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"

	"github.com/engine-gpu/engine-gpu/benchmarks/internal/host"
)

// options are what can be set on the command line.
type options struct {
	only     string
	recipe   string
	seed     int64
	first    uint
	starts   int
	sessions int
	ticks    int
	jobs     int
	figures  string
	out      string
}

// part is one of the measurements.
type part struct {
	name    string
	measure func(context.Context, *options, *Results, io.Writer) error
}

func parts() []part {
	return []part{{"transfer", transfer}, {"crawl", crawl}, {"controls", controls}, {"rewards", rewards}}
}

func main() {
	o := &options{}
	flag.StringVar(&o.only, "only", "", "measure only these, separated by commas: transfer, crawl, controls, rewards")
	flag.StringVar(&o.recipe, "recipe", "arena_v2", "recipe of the brain that finds food: a built-in one's name or a file")
	flag.Int64Var(&o.seed, "brain-seed", 1, "seed of that brain")
	flag.UintVar(&o.first, "first", 5001, "first start seed")
	flag.IntVar(&o.starts, "starts", 50, "starts of each condition")
	flag.IntVar(&o.sessions, "sessions", 10, "sessions of a life under rewards")
	flag.IntVar(&o.ticks, "ticks", 30000, "ticks of a start and of a session")
	flag.IntVar(&o.jobs, "jobs", runtime.GOMAXPROCS(0), "starts side by side; they change nothing but the time")
	flag.StringVar(&o.figures, "figures", "docs/chemotaxis", "folder to draw the figures into; empty for none")
	flag.StringVar(&o.out, "out", "benchmarks/results/chemotaxis.json", "file to write; what is not measured is kept in it; empty for none")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "chemotaxis:", err)
		os.Exit(1)
	}
}

// run makes the measurements asked for, and writes what it has after each.
func run(ctx context.Context, o *options, out, progress io.Writer) error {
	if o.starts < 1 || o.sessions < 1 || o.ticks < 1 || o.first > 1<<31 || o.jobs < 1 {
		return errors.New("-starts, -sessions, -ticks and -jobs must be positive, -first at most 2147483648")
	}
	var wanted []string
	if o.only != "" {
		wanted = strings.Split(o.only, ",")
	}
	known := parts()
	for _, name := range wanted {
		if !slices.ContainsFunc(known, func(p part) bool { return p.name == name }) {
			return fmt.Errorf("-only: unknown measurement %q (known: transfer, crawl, controls, rewards)", name)
		}
	}
	results, err := readResults(o.out)
	if err != nil {
		return err
	}
	results.Host = host.Describe()
	for _, p := range known {
		if len(wanted) > 0 && !slices.Contains(wanted, p.name) {
			continue
		}
		if err := p.measure(ctx, o, results, progress); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if ctx.Err() != nil {
			return errors.New("interrupted")
		}
		if err := results.write(o.out); err != nil {
			return err
		}
	}
	if err := results.markdown(out); err != nil {
		return err
	}
	return results.draw(o.figures)
}
