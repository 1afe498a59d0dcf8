package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/life"
	"github.com/engine-gpu/engine-gpu/loader"
	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/snn"
)

// living is one life, from the brain it reads to the files it writes.
type living struct {
	std streams
	o   *lifeOptions

	name     string // of the brain, for people
	brain    *snn.Brain
	saved    string // where the brain goes
	backend  string // never auto
	device   string
	threads  int
	sessions []*life.Session
	files    []string
	wall     time.Duration
}

// lifeName is the summary in --out.
const lifeName = "life.json"

// runLife is the command life.
func runLife(ctx context.Context, std streams, o *lifeOptions) error {
	l := &living{std: std, o: o}
	if err := l.prepare(ctx); err != nil {
		return err
	}
	cfg := l.config()
	l.note("running %s: %s of %s, seed %d, %s backend", l.name, plural(*o.sessions, "session"), plural(*o.ticks, "tick"), *o.seed, l.backend)
	p := newProgress(std.err, *o.quiet, int32(min(cfg.Ticks(), int64(snn.MaxTicks))))
	cfg.Recorder = p
	cfg.Progress = func(ticks int64) { p.report(int32(min(ticks, int64(snn.MaxTicks)))) }
	start := time.Now()
	_, _, err := life.Run(ctx, cfg)
	l.wall = time.Since(start)
	p.finish()
	if len(l.sessions) == 0 {
		return err
	}
	sum := l.summarize()
	if *o.out != "" {
		if failure := l.writeSummary(sum); failure == nil {
			l.files = append(l.files, filepath.Join(*o.out, lifeName))
		} else {
			err = errors.Join(err, failure)
		}
	}
	if failure := l.show(sum); failure != nil || err != nil {
		return errors.Join(err, failure)
	}
	if sum.Interrupted {
		return errInterrupted
	}
	return nil
}

// note tells what takes its time, unless the user wants quiet.
func (l *living) note(format string, args ...any) {
	if !*l.o.quiet {
		l.std.note(format, args...)
	}
}

// prepare finds all that can be wrong before the first tick.
func (l *living) prepare(ctx context.Context) (err error) {
	if l.name, l.brain, err = launch.Brain(ctx, *l.o.brain, l.note, l.std.warn); err != nil {
		return err
	}
	if !l.brain.HasArenaMaps() {
		return fmt.Errorf("%s has no body_map and sensor_map for the arena: a life needs both", l.name)
	}
	if l.saved, err = l.target(); err != nil {
		return err
	}
	if err := checkFileTarget(l.saved); err != nil {
		return err
	}
	if *l.o.out != "" {
		if err := makeFolder(*l.o.out); err != nil {
			return err
		}
	}
	return l.tryBackend()
}

// target returns the file for the brain. Only what --save names is replaced.
func (l *living) target() (string, error) {
	if *l.o.save != "" {
		return *l.o.save, nil
	}
	path := "arena_v1-life" + loader.ColumnarSuffix
	if *l.o.brain != "" {
		ending := filepath.Ext(*l.o.brain)
		path = strings.TrimSuffix(*l.o.brain, ending) + "-life" + ending
	}
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s stands there already: name the file for the brain with --save", path)
	}
	return path, nil
}

// tryBackend decides on a backend and opens it once: what keeps it from running
// the brain shows here.
func (l *living) tryBackend() error {
	b, err := launch.Open(launch.Choice{Name: *l.o.backend, GPU: l.gpu()}, launch.BrainSubject{Brain: l.brain, Options: l.options()})
	if err != nil {
		return fmt.Errorf("%s: %w", l.name, err)
	}
	l.backend, l.device, l.threads = b.Name, b.Device(), b.Threads()
	return b.Close()
}

func (l *living) gpu() gpu.Config { return gpu.Config{Device: int(*l.o.device)} }

func (l *living) options() snn.Options {
	return snn.Options{Learn: *l.o.learn, RewardHomeostasis: *l.o.homeostasis, Threads: int(*l.o.threads)}
}

// config is the life that the flags describe.
func (l *living) config() life.Config {
	o := l.o
	c := life.Config{
		Brain: l.brain, Sessions: int(*o.sessions), SessionTicks: int32(*o.ticks), Seed: uint64(*o.seed),
		Arena:      engine.ArenaConfig{Dish: arena.DefaultDish(), StartDistance: *o.distance, SensoryGain: *o.gain},
		FoodRadius: *o.foodRadius,
		Sleep:      life.Sleep{Ticks: int32(*o.sleep), Noise: *o.noise, Exponent: *o.exponent},
		Learn:      *o.learn,
		Open: func(b *snn.Brain) (engine.Backend, error) {
			return launch.BrainSubject{Brain: b, Options: l.options()}.Open(l.backend, l.gpu())
		},
		Lived: l.lived,
	}
	o.feedback.apply(&c.Arena)
	if *o.sprout {
		c.Sprout = life.DefaultSprout()
	}
	if *o.drift {
		c.Drift = life.DefaultDrift()
	}
	return c
}

// lived keeps a session and the brain after it.
func (l *living) lived(s *life.Session, brain *snn.Brain) error {
	l.sessions = append(l.sessions, s)
	l.brain = brain
	if err := loader.Write(l.saved, brain); err != nil {
		return err
	}
	if len(l.sessions) == 1 {
		l.files = append(l.files, l.saved)
	}
	if *l.o.keep {
		path := filepath.Join(*l.o.out, fmt.Sprintf("session_%d%s", s.Number, loader.ColumnarSuffix))
		if err := loader.Write(path, brain); err != nil {
			return err
		}
		l.files = append(l.files, path)
	}
	if *l.o.out == "" {
		return nil
	}
	return l.writeSummary(l.summarize())
}

func (l *living) writeSummary(sum *lifeSummary) error {
	return record.WriteFile(filepath.Join(*l.o.out, lifeName), func(w io.Writer) error { return writeJSON(w, sum) })
}
