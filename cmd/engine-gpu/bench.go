package main

import (
	"context"
	"runtime"
	"slices"

	"github.com/engine-gpu/engine-gpu/benchmarks/peers"
)

// benchOptions are the flags of bench.
type benchOptions struct {
	quick, list, quiet *bool
	only               *patternValue
	threads            *[]int
	repeat             *int64
	json               *string
}

// toStdout stands for standard output instead of a file.
const toStdout = "-"

func benchCommand() command {
	return command{
		name:    "bench",
		summary: "Measure how fast brains and networks run.",
		usage:   "[flags]",
		details: `
Without a sub-command it measures the standard set: the worm in its dish, four
brains alone under the stimulus program of V8's golden runs, and the IZH network
in several sizes, static and with STDP, all on the cpu backend, and sets each
beside the best figure known of another simulator. Take it on an idle machine: a
thread that loses its core keeps all others waiting.

` + peers.Caveat + `
Repetitions and numbers of threads have to give the same spike hash; if they do
not, the exit code is 1.`,
		subs: []command{benchIZHCommand()},
		build: func(f *flags) action {
			o := benchFlags(f)
			return func(ctx context.Context, std streams) error {
				if len(*o.threads) == 0 {
					*o.threads = slices.Compact([]int{1, runtime.GOMAXPROCS(0)})
				}
				cases := o.cases()
				if len(cases) == 0 {
					return f.wrong("no benchmark of the set is named like --only %q; --list shows them", o.only)
				}
				if *o.list {
					return listBenchmarks(std.out, cases)
				}
				return bench(ctx, std, o, cases)
			}
		},
	}
}

func benchFlags(f *flags) *benchOptions {
	return &benchOptions{
		quick:   f.yes("quick", false, "take a minute at most: shorter runs, and not the largest networks"),
		only:    f.pattern("only", "measure only the benchmarks whose name matches, as in IZH|STDP"),
		list:    f.yes("list", false, "only list the benchmarks"),
		threads: f.counts("threads", 256, "numbers of threads, as in 1,2,8 (default: one, and as many as there are cores)"),
		repeat:  f.whole("repeat", 3, 1, 1000, "runs of each, of which the median counts (default 3)"),
		json:    f.text("json", "FILE", "write the results as JSON too; - prints JSON instead of the table"),
		quiet:   f.yes("quiet", false, "show no progress"),
	}
}

// cases lists the benchmarks that the flags choose.
func (o *benchOptions) cases() []benchCase {
	var chosen []benchCase
	for _, c := range standardSet() {
		if o.only.MatchString(c.name) && (!*o.quick || c.quickTicks > 0) {
			chosen = append(chosen, c)
		}
	}
	return chosen
}
