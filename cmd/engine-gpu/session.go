package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/loader"
	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/snn"
)

// session is one run of a brain, from the files it reads to those it writes.
type session struct {
	std streams
	o   *runOptions

	name     string // of the brain, for people
	brain    *snn.Brain
	program  *engine.Program
	arena    *engine.Arena // nil outside of the arena
	path     *record.Trajectory
	backend  *opened
	loadTime time.Duration
}

// run is the command run. All that can be wrong is found before the first
// tick, as far as it can be known.
func run(ctx context.Context, std streams, o *runOptions) (err error) {
	s := &session{std: std, o: o}
	if err := s.load(); err != nil {
		return err
	}
	if err := s.prepare(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.backend.Close()) }()

	s.note("running %s: %s, %s", s.name, plural(*o.ticks, "tick"), s.setting())
	p := newProgress(std.err, *o.quiet, int32(*o.ticks))
	result, err := engine.Run(ctx, s.brain, s.backend, s.config(p))
	p.finish()
	if err != nil {
		return err
	}
	snapshot := snn.NewWeightSnapshot(s.brain)
	if *s.o.save {
		snapshot = snn.NewSnapshot(s.brain)
	}
	if err := s.backend.Snapshot(snapshot); err != nil {
		return err
	}
	summary := s.summarize(result, snapshot)
	files, failure := s.write(summary, snapshot)
	if err := s.print(summary, result, files); err != nil {
		return errors.Join(failure, err)
	}
	if err := s.printProfile(); err != nil {
		return errors.Join(failure, err)
	}
	if failure != nil {
		return failure
	}
	if result.Interrupted {
		return errInterrupted
	}
	return nil
}

// load reads the program and the brain.
func (s *session) load() error {
	if *s.o.program != "" {
		var err error
		if s.program, err = engine.LoadProgram(*s.o.program); err != nil {
			return err
		}
	}
	start := time.Now()
	if err := s.loadBrain(); err != nil {
		return err
	}
	s.loadTime = time.Since(start)
	return nil
}

func (s *session) loadBrain() (err error) {
	s.name, s.brain, err = readBrain(*s.o.brain, s.note, s.std)
	return err
}

// note tells what takes its time, unless the user wants quiet.
func (s *session) note(format string, args ...any) {
	if !*s.o.quiet {
		fmt.Fprintf(s.std.err, format+"\n", args...)
	}
}

// setting says in what surroundings the brain runs.
func (s *session) setting() string {
	world := "no world"
	if s.arena != nil {
		world = fmt.Sprintf("arena with start seed %d", *s.o.seed)
	}
	text := fmt.Sprintf("%s backend with %s, %s", s.backend.name, plural(int64(s.backend.Threads()), "thread"), world)
	if s.backend.why != "" {
		text += fmt.Sprintf(" (auto takes %s: %s)", s.backend.name, s.backend.why)
	}
	return text
}

// prepare checks where results go and sets up world and backend.
func (s *session) prepare() error {
	if *s.o.save {
		if err := checkFileTarget(s.name); err != nil {
			return err
		}
	}
	if *s.o.out != "" {
		if err := makeFolder(*s.o.out); err != nil {
			return err
		}
	}
	if err := s.enterWorld(); err != nil {
		return err
	}
	s.warnAboutFlags()
	start := time.Now()
	var err error
	s.backend, err = openBackend(s.choice(), brainSubject{s.brain, snn.Options{
		Learn: *s.o.learn, RewardHomeostasis: *s.o.homeostasis, Threads: int(*s.o.threads),
	}})
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	s.loadTime += time.Since(start)
	return nil
}

func (s *session) choice() backendChoice {
	return backendChoice{
		name: *s.o.backend,
		gpu:  gpu.Config{Device: int(*s.o.device), Debug: *s.o.debug, Profile: *s.o.profile},
	}
}

// enterWorld puts the worm into the dish, if that is its world.
func (s *session) enterWorld() error {
	switch *s.o.world {
	case worldNone:
		return nil
	case worldAuto:
		if !s.brain.HasArenaMaps() {
			return nil
		}
	case worldArena:
		if !s.brain.HasArenaMaps() {
			return fmt.Errorf("%s has no body_map and sensor_map for the arena: run it with --world none", s.name)
		}
	}
	dish, err := s.o.dish.dish()
	if err != nil {
		return err
	}
	cfg := engine.ArenaConfig{Dish: dish, Seed: uint32(*s.o.seed), StartDistance: *s.o.distance, SensoryGain: *s.o.gain}
	s.o.feedback.apply(&cfg)
	s.arena, err = engine.NewArena(s.brain, cfg)
	if err != nil {
		return err
	}
	s.path = record.NewTrajectory(record.SampleEvery, record.MaxSamples)
	s.path.Add(pose(s.arena, 0))
	return nil
}

// warnAboutFlags names flags that do nothing in this run.
func (s *session) warnAboutFlags() {
	if last := len(*s.o.marks); last > 0 && int64((*s.o.marks)[last-1]) > *s.o.ticks {
		s.std.warn("--marks beyond --ticks %d are never reached", *s.o.ticks)
	}
	if *s.o.threads > 1 && *s.o.backend == backendReference {
		s.std.warn("--threads changes nothing: the reference backend runs on one thread")
	}
	s.o.feedback.warn(s.std, s.arena != nil)
	if *s.o.profile && *s.o.backend != backendGPU {
		s.std.warn("--profile measures the kernels of --backend gpu only")
	}
}

func (s *session) config(p *progress) engine.Config {
	c := engine.Config{
		Ticks: int32(*s.o.ticks), Program: s.program, NoiseSeed: uint64(*s.o.seed),
		Marks: *s.o.marks, Recorders: []engine.Recorder{p}, Progress: p.report,
	}
	if s.arena != nil {
		c.World = trackedArena{s.arena, s.path}
	}
	return c
}

// trackedArena is an arena whose worm leaves a track.
type trackedArena struct {
	*engine.Arena
	path *record.Trajectory
}

// Act implements engine.World.
func (t trackedArena) Act(tick int32, fired []int32) []float64 {
	due := t.Arena.Act(tick, fired)
	t.path.Add(pose(t.Arena, tick+1))
	return due
}

func pose(a *engine.Arena, ticks int32) record.Pose {
	return record.Pose{Tick: ticks, X: a.Body.X, Y: a.Body.Y, Heading: a.Body.Heading}
}

// printProfile prints the time of every kernel, if that was asked for.
func (s *session) printProfile() error {
	if !*s.o.profile {
		return nil
	}
	table, err := s.backend.profile()
	if err == nil && table != "" {
		_, err = fmt.Fprint(s.std.err, "\n"+table)
	}
	return err
}

// write saves the brain and writes the files of --out. It returns the paths of
// what it wrote; a failure of one does not keep it from writing the others.
func (s *session) write(summary *summary, snapshot *snn.Snapshot) (files []string, failure error) {
	wrote := func(path string, err error) {
		if err != nil {
			failure = errors.Join(failure, err)
		} else {
			files = append(files, path)
		}
	}
	if *s.o.save {
		wrote(s.name, loader.Save(s.name, s.brain, snapshot))
	}
	if *s.o.out == "" {
		return files, failure
	}
	for _, f := range s.outputs(summary) {
		path := filepath.Join(*s.o.out, f.name)
		wrote(path, record.WriteFile(path, f.write))
	}
	return files, failure
}
