package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/engine-gpu/engine-gpu/arena"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/snn"
	"github.com/engine-gpu/engine-gpu/sweep"
)

// sweeping is one sweep, from the brain it reads to the files it writes.
type sweeping struct {
	std streams
	o   *sweepOptions

	name    string // of the brain, for people
	brain   *snn.Brain
	network *snn.Network // compiled once, shared by all starts; nil for the reference backend
	dish    *arena.Dish
	device  string
	jobs    int

	tasks   []sweep.Task
	journal *sweep.Journal // nil without --out
	done    []sweep.Done   // of tasks, those that are finished
	wall    time.Duration
	ran     int64 // ticks, by this process
}

// journalName is the file of --out that is kept while the sweep runs.
const journalName = "sweep.jsonl"

// runSweep is the command sweep.
func runSweep(ctx context.Context, std streams, o *sweepOptions) (err error) {
	s := &sweeping{std: std, o: o}
	if err := s.prepare(ctx); err != nil {
		return err
	}
	if s.journal != nil {
		defer func() { err = errors.Join(err, s.journal.Close()) }()
	}
	if err := s.run(ctx); err != nil {
		return err
	}
	sweep.Sort(s.done)
	if len(s.done) < len(s.tasks) {
		return s.interrupted()
	}
	return s.finish()
}

// note tells what takes its time, unless the user wants quiet.
func (s *sweeping) note(format string, args ...any) {
	if !*s.o.quiet {
		s.std.note(format, args...)
	}
}

// prepare finds all that can be wrong before the first tick.
func (s *sweeping) prepare(ctx context.Context) error {
	var err error
	if s.dish, err = s.o.dish.dish(); err != nil {
		return err
	}
	s.jobs = int(*s.o.jobs)
	if s.jobs == 0 {
		s.jobs = runtime.GOMAXPROCS(0)
		if *s.o.backend == launch.BackendGPU {
			s.jobs = 1
		}
	}
	memory := memorySubject{backend: *s.o.backend, threads: 1, backends: min(s.jobs, int(*s.o.starts)*len(s.o.conditions()))}
	if err := s.o.memory.checkBrain(*s.o.brain, memory); err != nil {
		return err
	}
	if s.name, s.brain, err = launch.Brain(ctx, *s.o.brain, s.note, s.std.warn); err != nil {
		return err
	}
	if err := s.o.memory.checkLoaded(s.name, s.brain, memory); err != nil {
		return err
	}
	if !s.brain.HasArenaMaps() {
		return fmt.Errorf("%s has no body_map and sensor_map for the arena: a sweep needs both", s.name)
	}
	if err := s.tryBackend(); err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	s.tasks = sweep.Tasks(uint32(*s.o.first), int(*s.o.starts), s.o.conditions()...)
	if *s.o.out == "" {
		return nil
	}
	if err := makeFolder(*s.o.out); err != nil {
		return err
	}
	return s.openJournal()
}

// tryBackend compiles the brain and opens the backend once: what keeps it from
// running it shows here, and on what device it runs.
func (s *sweeping) tryBackend() (err error) {
	if *s.o.backend != launch.BackendReference {
		if s.network, err = snn.Compile(s.brain); err != nil {
			return err
		}
	}
	b, err := s.open(true)
	if err != nil {
		return err
	}
	s.device = b.Device()
	return b.Close()
}

// open starts a fresh backend for one start.
func (s *sweeping) open(learn bool) (engine.Backend, error) {
	opt := snn.Options{Learn: learn, Threads: 1}
	if s.network == nil {
		return launch.BrainSubject{Brain: s.brain, Options: opt}.Open(*s.o.backend, gpu.Config{})
	}
	return launch.NetworkSubject{Net: s.network, Options: opt}.Open(*s.o.backend, gpu.Config{Device: int(*s.o.device)})
}

// openJournal opens the journal in --out and takes over what is done.
func (s *sweeping) openJournal() error {
	arithmetic := "float32"
	if s.network == nil {
		arithmetic = "float64"
	}
	j, done, err := sweep.OpenJournal(filepath.Join(*s.o.out, journalName), sweep.Header{
		Brain: s.name, BrainHash: snn.BrainHash(s.brain), Arithmetic: arithmetic, Ticks: int32(*s.o.ticks),
		StartDistance: *s.o.distance, SensoryGain: *s.o.gain, Radius: s.dish.Radius(), Food: s.dish.Foods(),
	})
	if err != nil {
		return err
	}
	s.journal = j
	wanted := map[sweep.Task]bool{}
	for _, t := range s.tasks {
		wanted[t] = true
	}
	s.done = slices.DeleteFunc(done, func(d sweep.Done) bool { return !wanted[d.Task()] })
	return nil
}

// run runs the starts that are not done.
func (s *sweeping) run(ctx context.Context) error {
	finished := map[sweep.Task]bool{}
	for i := range s.done {
		finished[s.done[i].Task()] = true
	}
	left := slices.DeleteFunc(slices.Clone(s.tasks), func(t sweep.Task) bool { return finished[t] })
	s.note("running %s: %s", s.name, s.setting(len(left)))
	p := newSweepProgress(s.std.err, *s.o.quiet, s.done, len(s.tasks), int32(*s.o.ticks))
	begin := time.Now()
	err := sweep.Run(ctx, sweep.Config{
		Brain: s.brain, Dish: s.dish, Ticks: int32(*s.o.ticks), StartDistance: *s.o.distance, SensoryGain: *s.o.gain,
		Open: s.open, Jobs: s.jobs, Progress: p.add,
		Finished: func(d sweep.Done) error {
			if s.journal != nil {
				if err := s.journal.Append(d); err != nil {
					return err
				}
			}
			s.done = append(s.done, d)
			p.finished(d.Index)
			return nil
		},
	}, left)
	p.finish()
	s.wall = time.Since(begin)
	s.ran = p.ran()
	return err
}

// setting says what is about to run.
func (s *sweeping) setting(left int) string {
	text := fmt.Sprintf("%s of %s, learning %s, %s backend, %s side by side",
		plural(*s.o.starts, "start"), plural(*s.o.ticks, "tick"), s.learning(), *s.o.backend, grouped(int64(s.jobs)))
	if n := len(s.tasks) - left; n > 0 {
		text += fmt.Sprintf("; %s of %s done before", grouped(int64(n)), plural(int64(len(s.tasks)), "run"))
	}
	return text
}

func (s *sweeping) learning() string {
	return map[string]string{learnOn: "on", learnOff: "off", learnBoth: "on and off"}[*s.o.learn]
}

// interrupted shows what there is and says how to go on.
func (s *sweeping) interrupted() error {
	if len(s.done) > 0 {
		if err := s.show(s.summarize(), nil); err != nil {
			return err
		}
	}
	state := fmt.Sprintf("interrupted: %s of %s done", grouped(int64(len(s.done))), plural(int64(len(s.tasks)), "run"))
	if s.journal != nil {
		state += fmt.Sprintf(" and kept in %s; the same command goes on from there", filepath.Join(*s.o.out, journalName))
	} else {
		state += "; with --out DIR they would be kept and the same command would go on from there"
	}
	s.std.note("%s", state)
	return errInterrupted
}
