package main

import "github.com/engine-gpu/engine-gpu/engine"

// feedbackFlags say how the dish answers the worm.
type feedbackFlags struct {
	f                   *flags
	surprise, dishbrain *bool
}

// feedback defines --surprise and --dishbrain.
func (f *flags) feedback() *feedbackFlags {
	return &feedbackFlags{
		f:         f,
		surprise:  f.yes("surprise", false, "in the arena, scale rewards by how little they were expected"),
		dishbrain: f.yes("dishbrain", false, "in the arena, give the sensor neurons noise instead of punishments\nand regular pulses instead of rewards"),
	}
}

// check returns the usage error of flags that exclude each other.
func (o *feedbackFlags) check() error {
	if *o.surprise && *o.dishbrain {
		return o.f.wrong("--surprise and --dishbrain exclude each other: with --dishbrain there are no rewards to scale")
	}
	return nil
}

// apply puts the flags into an arena's configuration.
func (o *feedbackFlags) apply(c *engine.ArenaConfig) {
	c.Surprise = *o.surprise
	if *o.dishbrain {
		c.Feedback = engine.DefaultFeedback()
	}
}

// warn says that the flags do nothing outside of the arena.
func (o *feedbackFlags) warn(std streams, arena bool) {
	if !arena && (*o.surprise || *o.dishbrain) {
		std.warn("--surprise and --dishbrain change nothing outside of the arena")
	}
}
