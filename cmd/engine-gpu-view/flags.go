package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/view"
)

// options are the flags.
type options struct {
	brain, backend, world, program string
	ticks, threads, seed, device   int64
	learn, homeostasis             bool
	gain, distance                 float64

	speed         float64
	paused        bool
	width, height int64
	picture       string
	pictureAt     int64
	exit          bool
}

// The limits that run has too.
const (
	maxStartDistance = 1e6 // [BL]
	maxSensoryGain   = 1e6
	maxThreads       = 256
	maxDevice        = 1023
	maxSize          = 16384 // of a window
)

func newFlagSet(o *options) *flag.FlagSet {
	f := flag.NewFlagSet("engine-gpu-view", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&o.brain, "brain", "", "the brain, a database or columnar `FILE` (default: the built-in arena_v1, seed 42)")
	choice(f, &o.backend, "backend", launch.BackendNames(), "what computes")
	whole(f, &o.device, "device", gpu.Best, gpu.Best, maxDevice, "index of the gpu backend's device, -1 for the best")
	whole(f, &o.threads, "threads", 0, 0, maxThreads, "threads of the cpu backend, 0 for as many as pay")
	whole(f, &o.ticks, "ticks", 0, 0, int64(snn.MaxTicks), "ticks to run, 0 for no end")
	choice(f, &o.world, "world", launch.WorldNames(), "the world: auto is the arena if the brain has both maps")
	f.StringVar(&o.program, "program", "", "a stimulus program, a JSON `FILE`")
	whole(f, &o.seed, "seed", 42, 0, math.MaxUint32, "seed of the start position and of the program's noise")
	f.BoolVar(&o.learn, "learn", true, "turn learning off")
	f.BoolVar(&o.homeostasis, "reward-homeostasis", false, "after a reward, pull the sums of reward synapses back")
	number(f, &o.gain, "sensory-gain", engine.DefaultSensoryGain, -maxSensoryGain, maxSensoryGain, "strength of the worm's senses")
	number(f, &o.distance, "start-distance", arena.DefaultStartDistance, 0, maxStartDistance, "distance of the start from the food [body lengths]")
	number(f, &o.speed, "speed", 1, 0, view.MaxSpeed, "speed at first, in multiples of real time, 0 for as fast as it goes")
	f.BoolVar(&o.paused, "paused", false, "begin paused")
	whole(f, &o.width, "width", 1280, 1, maxSize, "width of the window")
	whole(f, &o.height, "height", 800, 1, maxSize, "height of the window")
	f.StringVar(&o.picture, "screenshot", "", "save a picture of the window to a PNG `FILE`")
	whole(f, &o.pictureAt, "screenshot-at", 0, 0, int64(snn.MaxTicks), "ticks after which to take it")
	f.BoolVar(&o.exit, "exit", false, "close the window after the picture or, without one, after the last tick")
	return f
}

// parse parses the command line.
func parse(args []string) (*options, error) {
	o := new(options)
	f := newFlagSet(o)
	if err := f.Parse(args); err != nil {
		return nil, rephrase(err)
	}
	given := map[string]bool{}
	f.Visit(func(x *flag.Flag) { given[x.Name] = true })
	switch {
	case f.NArg() > 0:
		return nil, fmt.Errorf("unexpected argument %q: there are flags only", f.Arg(0))
	case given["screenshot"] && o.picture == "":
		return nil, errors.New("--screenshot is empty")
	case given["screenshot-at"] && o.picture == "":
		return nil, errors.New("--screenshot-at needs --screenshot FILE")
	case o.ticks > 0 && o.pictureAt > o.ticks:
		return nil, fmt.Errorf("--screenshot-at %d is never reached with --ticks %d", o.pictureAt, o.ticks)
	case o.exit && o.picture == "" && o.ticks == 0:
		return nil, errors.New("--exit needs --screenshot or --ticks: the run has no end otherwise")
	case o.speed != 0 && o.speed < view.MinSpeed:
		return nil, fmt.Errorf("--speed must be 0 or at least %g", view.MinSpeed)
	}
	return o, nil
}

// rephrase writes the flags in an error of package flag as the help does.
func rephrase(err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	text := err.Error()
	for _, r := range []struct{ old, now string }{
		{"flag provided but not defined: -", "unknown flag --"}, {"flag needs an argument: -", "a value is missing after --"},
		{" for flag -", " for --"}, {" for -", " for --"},
	} {
		if before, after, found := strings.Cut(text, r.old); found {
			return errors.New(before + r.now + after)
		}
	}
	return err
}

// limited is a flag whose value is checked.
type limited struct {
	set  func(string) error
	text func() string
}

// String implements flag.Value. Package flag also asks a zero value.
func (l limited) String() string {
	if l.text == nil {
		return ""
	}
	return l.text()
}

// Set implements flag.Value.
func (l limited) Set(text string) error { return l.set(text) }

func whole(f *flag.FlagSet, p *int64, name string, value, least, most int64, help string) {
	*p = value
	f.Var(limited{
		func(text string) error {
			x, err := strconv.ParseInt(text, 10, 64)
			if err != nil || x < least || x > most {
				return fmt.Errorf("must be a whole number from %d to %d", least, most)
			}
			*p = x
			return nil
		},
		func() string { return strconv.FormatInt(*p, 10) },
	}, name, "`N` "+help)
}

func number(f *flag.FlagSet, p *float64, name string, value, least, most float64, help string) {
	*p = value
	f.Var(limited{
		func(text string) error {
			x, err := strconv.ParseFloat(text, 64)
			if err != nil || !(x >= least && x <= most) {
				return fmt.Errorf("must be a number from %g to %g", least, most)
			}
			*p = x
			return nil
		},
		func() string { return strconv.FormatFloat(*p, 'g', -1, 64) },
	}, name, "`X` "+help)
}

func choice(f *flag.FlagSet, p *string, name string, values []string, help string) {
	*p = values[0]
	f.Var(limited{
		func(text string) error {
			if !slices.Contains(values, text) {
				return fmt.Errorf("must be one of %s", strings.Join(values, ", "))
			}
			*p = text
			return nil
		},
		func() string { return *p },
	}, name, "`"+strings.Join(values, "|")+"` "+help)
}
