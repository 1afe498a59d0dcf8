package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/input"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/view/window"
)

// session is what one window shows.
type session struct {
	o    *options
	errs io.Writer

	name    string // of the brain, for people
	brain   *snn.Brain
	program *engine.Program
	arena   *engine.Arena // of the last run; nil outside of the arena
	backend string        // that auto took, for the runs after a reset
}

// load reads the program and the brain.
func (s *session) load(ctx context.Context) (err error) {
	if s.o.program != "" {
		if s.program, err = engine.LoadProgram(s.o.program); err != nil {
			return err
		}
	}
	note := func(format string, args ...any) {
		fmt.Fprintf(s.errs, "%s\n", input.Printable(fmt.Sprintf(format, args...)))
	}
	warn := func(format string, args ...any) { note("warning: "+format, args...) }
	s.name, s.brain, err = launch.Brain(ctx, s.o.brain, note, warn)
	s.backend = s.o.backend
	return err
}

// begin gets a run ready.
func (s *session) begin() (*window.Run, error) {
	var err error
	s.arena, err = launch.Arena(s.o.world, s.name, s.brain, engine.ArenaConfig{
		Seed: uint32(s.o.seed), StartDistance: s.o.distance, SensoryGain: s.o.gain,
	})
	if err != nil {
		return nil, err
	}
	choice := launch.Choice{Name: s.backend, GPU: gpu.Config{Device: int(s.o.device)}}
	b, err := launch.Open(choice, launch.BrainSubject{Brain: s.brain, Options: snn.Options{
		Learn: s.o.learn, RewardHomeostasis: s.o.homeostasis, Threads: int(s.o.threads),
	}})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.name, err)
	}
	s.backend = b.Name
	ticks := int32(s.o.ticks)
	if ticks == 0 {
		ticks = snn.MaxTicks
	}
	return &window.Run{
		Brain: s.brain, Backend: b, BackendName: b.Name, Name: s.name, Arena: s.arena,
		Config: engine.Config{Ticks: ticks, Program: s.program, NoiseSeed: uint64(s.o.seed)},
	}, nil
}

// show shows the runs, and then says what the last one did.
func (s *session) show(ctx context.Context, out io.Writer) error {
	player := window.NewPlayer(s.begin)
	if err := player.Controls.SetSpeed(s.o.speed); err != nil {
		return err
	}
	if s.o.paused {
		player.Controls.Pause()
	}
	result, err := window.Show(ctx, player, window.Options{
		Title: s.name + " – engine-gpu", Width: int(s.o.width), Height: int(s.o.height),
		Picture: window.Picture{File: s.o.picture, Ticks: int32(s.o.pictureAt)}, Exit: s.o.exit,
		WriteFile: record.WriteFile,
	})
	if err != nil || result == nil {
		return err
	}
	return s.summarize(out, result)
}

// summarize prints the certificate of the last run.
func (s *session) summarize(out io.Writer, r *engine.Result) error {
	p := message.NewPrinter(language.English)
	lines := []string{
		p.Sprintf("%d ticks in %.2f s (%d a second), %d spikes", r.Ticks, r.Wall.Seconds(),
			int64(float64(r.Ticks)/max(r.Wall.Seconds(), 1e-9)), r.Spikes),
		"spike_sha256 " + r.SpikeHash,
	}
	if s.arena != nil {
		lines[0] += p.Sprintf(", chemotaxis index %+.3f", s.arena.Chemotaxis.Index())
	}
	_, err := fmt.Fprintln(out, strings.Join(lines, "\n"))
	return err
}
