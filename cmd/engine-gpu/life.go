package main

import (
	"context"
	"fmt"
	"math"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/life"
	"github.com/engine-gpu/engine-gpu/snn"
)

// lifeOptions are the flags of life.
type lifeOptions struct {
	brain, backend, out, save                      *string
	sessions, ticks, sleep, seed, threads, device  *int64
	noise, exponent, foodRadius, gain, distance    *float64
	learn, homeostasis, sprout, drift, json, quiet *bool
	keep                                           *bool
	feedback                                       *feedbackFlags
}

const (
	maxSessions   = 1 << 20
	maxSleepNoise = 1e6                       // what a program takes
	maxFoodRadius = arena.DefaultRadius - 1.0 // [BL]
)

func lifeCommand() command {
	return command{
		name:    "life",
		summary: "Let a brain live many sessions in the dish, with food elsewhere each time and sleep between.",
		usage:   "[flags]",
		details: `
In each session the food lies at another place, drawn from --seed, and the worm
starts 20 body lengths from it. Between two sessions the brain sleeps: alone with
noise, in which it goes on learning, and then its weights are pulled back, w to
w0 (w/w0)^0.8 with w0 = 1 for reward_plastic and 2 for plastic synapses. What it
has learned and become is carried over; membranes, traces and gains come to rest.

The brain is saved after every session, in a file of its own unless --save names
another. Ctrl-C ends the life cleanly, with what was lived so far; the exit code
is 130.`,
		build: func(f *flags) action {
			o := lifeFlags(f)
			return func(ctx context.Context, std streams) error {
				if err := o.feedback.check(); err != nil {
					return err
				}
				if *o.keep && *o.out == "" {
					return f.wrong("--keep-brains needs --out: the folder in which to keep them")
				}
				return runLife(ctx, std, o)
			}
		},
	}
}

func lifeFlags(f *flags) *lifeOptions {
	sleep := life.DefaultSleep()
	return &lifeOptions{
		brain:    f.text("brain", "FILE", "the brain, a database or columnar file (default: the built-in arena_v1, seed 42)"),
		sessions: f.whole("sessions", 10, 1, maxSessions, "number of sessions (default 10)"),
		ticks:    f.whole("session-ticks", 30000, 1, int64(snn.MaxTicks), "ticks of a session (default 30000)"),
		sleep:    f.whole("sleep-ticks", int64(sleep.Ticks), 0, int64(snn.MaxTicks), "ticks of the sleep between two sessions; 0: none, and no weight is pulled back (default 5000)"),
		noise:    f.number("sleep-noise", "SD", sleep.Noise, within(0, maxSleepNoise), "standard deviation of every neuron's noise current in sleep (default 5)"),
		exponent: f.number("sleep-exponent", "X", sleep.Exponent, within(0, 1), "exponent of the pull on weights in sleep; 1: none (default 0.8)"),
		save:     f.text("save", "FILE", "save the brain there, --brain itself if that is named (default: a new file, NAME-life beside it)"),
		seed:     f.whole("seed", 42, 0, math.MaxUint32, "seed of food, starts and noise (default 42)"),
		foodRadius: f.number("food-radius", "R", arena.DefaultRadius-life.DefaultFoodMargin, within(0, maxFoodRadius),
			"how far from the middle food is put at most, in body lengths (default 25: 5 from the wall)"),
		learn:       f.yes("learn", true, "turn learning off, and the pull on weights in sleep"),
		homeostasis: f.yes("reward-homeostasis", false, "after a reward, pull the sums of reward synapses back"),
		feedback:    f.feedback(),
		sprout:      f.yes("sprout", false, "between sessions, grow plastic synapses between near neurons that fired together"),
		drift:       f.yes("drift", false, "between sessions, move a, b, c and d of silent neurons towards those of their active inputs"),
		gain:        f.sensoryGain(),
		distance:    f.startDistance(),
		backend:     f.choice("backend", launch.BackendNames(), "what computes: cpu and gpu (the same bits), reference (V8's float64), or auto (default auto)"),
		device:      f.whole("device", gpu.Best, gpu.Best, maxDevice, "index of the gpu backend's device, -1 for the best (default -1)"),
		threads:     f.whole("threads", 0, 0, 256, "threads of the cpu backend; they change no spike (default: as many as pay)"),
		out:         f.text("out", "DIR", "write life.json there, and after every session what there is of it"),
		keep:        f.yes("keep-brains", false, "keep the brain after each session in --out too, as session_N.brain"),
		json:        f.yes("json", false, "print the life as one JSON object and nothing else on standard output"),
		quiet:       f.yes("quiet", false, "show no progress"),
	}
}

// within checks that a number lies between two others.
func within(least, most float64) func(float64) error {
	return func(x float64) error {
		if x < least || x > most {
			return fmt.Errorf("must be from %g to %g", least, most)
		}
		return nil
	}
}
