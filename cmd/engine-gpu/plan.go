package main

import (
	"context"
	"fmt"

	"github.com/engine-gpu/engine-gpu/benchmarks/izh"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/internal/plan"
)

// planOptions are the flags of plan.
type planOptions struct {
	brain                     *string
	neurons, fanout, delayMax *int64
	stdp                      *bool
	threads, device           *int64
	rate                      *float64
	backend                   *string
	calibrate, all            *bool
	json, quiet               *bool
	memory                    *memoryLimit
}

// mostPlanned bounds --neurons and --fanout: far beyond what any backend runs,
// so that plan can say which limit binds.
const mostPlanned = 1 << 40

func planCommand() command {
	return command{
		name:    "plan",
		summary: "Tell what a run takes, before it runs: memory, whether it fits, speed.",
		usage:   "--brain FILE | --neurons N --fanout K [flags]",
		details: `
Plans the run of a brain, or of the IZH network (see "engine-gpu help bench izh")
of any size, which is not built. The memory is told array by array; the speed
comes from a calibration of about a second on this machine, two or three for
networks of more than 20,000,000 synapses. What does not fit is refused with
exit code 1, the limit that binds and the largest network that would fit.`,
		build: func(f *flags) action {
			o := planFlags(f)
			return func(ctx context.Context, std streams) error {
				given := f.given("neurons") || f.given("fanout")
				switch {
				case *o.brain != "" && (given || f.given("stdp") || f.given("delay-max")):
					return f.wrong("--brain and a network's --neurons, --fanout, --stdp and --delay-max exclude each other")
				case *o.brain == "" && (!f.given("neurons") || !f.given("fanout")):
					return f.wrong("nothing to plan: give --brain FILE, or --neurons N and --fanout K")
				case *o.brain == "" && *o.backend == launch.BackendReference:
					return f.wrong("the reference backend runs brains only, and this network has none: plan it for cpu or gpu")
				case *o.brain != "":
					return planBrain(ctx, std, o)
				}
				return planNetwork(ctx, std, o)
			}
		},
	}
}

func planFlags(f *flags) *planOptions {
	rate := func(x float64) error {
		if x <= 0 || x > 1000 {
			return fmt.Errorf("must be above 0 and at most 1000")
		}
		return nil
	}
	return &planOptions{
		brain:     f.text("brain", "FILE", "the brain, a database or columnar file"),
		neurons:   f.whole("neurons", 0, 1, mostPlanned, "neurons of the network"),
		fanout:    f.whole("fanout", 0, 1, mostPlanned, "synapses of every neuron"),
		delayMax:  f.whole("delay-max", 1, 1, izh.LongestDelay, "delays are uniform from 1 to N ticks (default 1)"),
		stdp:      f.yes("stdp", false, "the excitatory synapses learn"),
		threads:   f.whole("threads", 0, 0, 256, "threads of the cpu backend (default: as many as pay)"),
		backend:   f.choice("backend", launch.BackendNames(), "what is to compute; auto also shows the memory on a GPU (default auto)"),
		device:    f.whole("device", gpu.Best, gpu.Best, maxDevice, "index of the gpu backend's device, -1 for the best (default -1)"),
		rate:      f.number("rate", "HZ", 0, rate, "mean rate of the neurons to reckon with (default: 12 for a network;\nwhat 200 ticks and a second of the brain show, or 10 if it is too large)"),
		calibrate: f.yes("speed", true, "do not calibrate and foretell no speed"),
		all:       f.yes("all", false, "list the smallest arrays too"),
		json:      f.yes("json", false, "print one JSON object and nothing else on standard output"),
		quiet:     f.yes("quiet", false, "show no progress"),
		memory:    f.memoryLimit(),
	}
}

// note tells what takes its time, unless the user wants quiet.
func (o *planOptions) note(std streams, format string, args ...any) {
	if !*o.quiet {
		std.note(format, args...)
	}
}

// finish prints what was planned.
func (o *planOptions) finish(std streams, r *planReport) error {
	r.Version = version()
	if *o.json {
		return writeJSON(std.out, r)
	}
	return r.print(std.out, *o.all)
}

// deviceLimits returns the limits of the device that would compute: as the gpu
// backend chooses, a real GPU or else software GL; auto takes a real one only.
// asked is false where there is none, and the limits are a typical one's.
func (o *planOptions) deviceLimits() (limits gpu.Limits, asked bool) {
	devices, err := gpu.Devices()
	if err != nil {
		return gpu.TypicalLimits(), false
	}
	limits = gpu.TypicalLimits()
	for _, d := range devices {
		switch {
		case d.Err != nil || *o.backend == launch.BackendAuto && d.Software:
		case *o.device == int64(d.Index), *o.device == gpu.Best && !d.Software:
			return d.Limits, true
		case *o.device == gpu.Best && !asked:
			limits, asked = d.Limits, true
		}
	}
	return limits, asked
}

// refused is the error of a plan that does not fit.
func refused(what string, obstacle *plan.Obstacle, advice string) error {
	switch obstacle.Unit {
	case plan.Bytes:
		return fmt.Errorf("%s would not fit: %s of %s are needed, %s are there (%s)%s",
			what, bytesText(obstacle.Needs), obstacle.Limit, bytesText(obstacle.Has), obstacle.Text, advice)
	case "":
		return fmt.Errorf("%s would not fit on %s%s", what, obstacle.Text, advice)
	}
	return fmt.Errorf("%s would not fit: %s %s are more than the limit of %s (%s)%s",
		what, grouped(obstacle.Needs), obstacle.Unit, grouped(obstacle.Has), obstacle.Text, advice)
}
