package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/engine-gpu/engine-gpu/checkpoint"
	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/loader"
	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/snn"
)

// session is one run of a brain, from the files it reads to those it writes.
type session struct {
	std streams
	o   *runOptions

	name         string // of the brain, for people
	brain        *snn.Brain
	program      *engine.Program
	brainHash    string           // of its content; see contentHash
	restored     string           // hash of what was saved into the brain's file; "": it is as it was, see restoreBrain
	resumed      *resumption      // nil for a run from the start
	checkpointer *checkpointer    // nil without --checkpoint
	keeping      *checkpoint.Lock // of its name
	arena        *engine.Arena    // nil outside of the arena
	path         *record.Trajectory
	drawn        *drawn           // nil without figures
	hearing      *hearing         // nil without a sound
	recorder     *record.Recorder // nil: nothing is recorded
	certificate  certificate
	described    record.Manifest // with --out
	end          *snn.Snapshot   // what is to be saved, where a checkpoint tells of it
	byHand       handRewards
	backend      *launch.Opened
	loadTime     time.Duration
	web          *webView // nil without --http
}

// run is the command run. All that can be wrong is found before the first
// tick, as far as it can be known.
func run(ctx context.Context, std streams, o *runOptions) (err error) {
	s := &session{std: std, o: o, certificate: certificate{record.NewCertificate()}}
	if *o.checkpoint.resume != "" {
		if err := o.checkpoint.open(s); err != nil {
			return err
		}
	}
	if err := s.openHTTP(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.closeHTTP()) }()
	if err := s.load(ctx); err != nil {
		return err
	}
	defer func() { s.keeping.Release() }()
	if err := s.prepare(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.backend.Close()) }()

	from, err := s.resumeState()
	if err != nil {
		return err
	}
	s.certificate.Begin(s.leg())
	s.note("running %s: %s, %s", s.name, plural(*o.ticks, "tick"), s.setting())
	s.startHTTP()
	p := newProgress(std.err, *o.quiet, int32(*o.ticks))
	config := s.config(p)
	if from != nil {
		config.Resume = from
		p.startFrom(from.Ticks)
	}
	result, err := engine.Run(ctx, s.brain, s.backend, config)
	s.checkpointer.wait() // after an error, too
	p.finish()
	s.endHTTP(result)
	if err != nil {
		return errors.Join(err, s.abandonRecording())
	}
	snapshot, err := s.endSnapshot()
	if err != nil {
		return err
	}
	summary := s.summarize(result, snapshot)
	recorded, failure := s.finishRecording(result, summary.WeightHash)
	certified, uncertified := s.certify(result, summary.WeightHash)
	files, unwritten := s.write(summary, snapshot)
	files, failure = append(append(files, certified...), recorded...), errors.Join(failure, uncertified, unwritten)
	failure = errors.Join(s.checkpointer.err(), failure)
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
	s.keeping.Release()
	s.waitHTTP(ctx)
	return nil
}

// endSnapshot is the snapshot after the last tick: of everything where it is to
// be saved, else of the weights.
func (s *session) endSnapshot() (*snn.Snapshot, error) {
	if s.end != nil {
		return s.end, nil
	}
	snapshot := snn.NewWeightSnapshot(s.brain)
	if *s.o.save {
		snapshot = snn.NewSnapshot(s.brain)
	}
	return snapshot, s.backend.Snapshot(snapshot)
}

// load reads the program and the brain.
func (s *session) load(ctx context.Context) error {
	if err := s.loadProgram(); err != nil {
		return err
	}
	start := time.Now()
	if err := s.loadBrain(ctx); err != nil {
		return err
	}
	if err := s.compareBrain(); err != nil {
		return err
	}
	s.loadTime = time.Since(start)
	return nil
}

func (s *session) loadBrain(ctx context.Context) (err error) {
	if err := s.o.memory.checkBrain(*s.o.brain, s.memorySubject()); err != nil {
		return err
	}
	s.name, s.brain, err = launch.Brain(ctx, *s.o.brain, s.note, s.std.warn)
	if err == nil && *s.o.brain == "" {
		err = s.o.memory.checkLoaded(s.name, s.brain, s.memorySubject())
	}
	return err
}

// note tells what takes its time, unless the user wants quiet.
func (s *session) note(format string, args ...any) {
	if !*s.o.quiet {
		s.std.note(format, args...)
	}
}

// setting says in what surroundings the brain runs.
func (s *session) setting() string {
	world := "no world"
	if s.arena != nil {
		world = fmt.Sprintf("arena with start seed %d", *s.o.seed)
	}
	if s.resumed != nil {
		world += fmt.Sprintf(", from tick %s on", grouped(int64(s.resumed.ticks)))
	}
	text := fmt.Sprintf("%s backend with %s, %s", s.backend.Name, plural(int64(s.backend.Threads()), "thread"), world)
	if s.backend.Why != "" {
		text += fmt.Sprintf(" (auto takes %s: %s)", s.backend.Name, s.backend.Why)
	}
	return text
}

// prepare checks where results go and sets up world and backend.
func (s *session) prepare(ctx context.Context) error {
	if *s.o.save {
		if *s.o.brain == "" {
			return errors.New("--save needs a brain file, and the checkpoint's run has the built-in brain")
		}
		if err := checkFileTarget(s.name); err != nil {
			return err
		}
		if err := loader.CheckSave(s.name); err != nil {
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
	if err := s.hear(ctx); err != nil {
		return err
	}
	if err := s.compareSounds(); err != nil {
		return err
	}
	if err := s.prepareCheckpoints(); err != nil {
		return err
	}
	s.prepareFigures()
	s.warnAboutFlags()
	if err := s.openBackend(); err != nil {
		return err
	}
	if err := errors.Join(s.describe(), s.startRecording()); err != nil {
		return errors.Join(err, s.backend.Close())
	}
	return nil
}

func (s *session) openBackend() (err error) {
	start := time.Now()
	s.backend, err = launch.Open(s.choice(), launch.BrainSubject{Brain: s.brain, Options: s.options()})
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	s.loadTime += time.Since(start)
	return nil
}

func (s *session) options() snn.Options {
	return snn.Options{Learn: *s.o.learn, RewardHomeostasis: *s.o.homeostasis, Threads: int(*s.o.threads)}
}

func (s *session) choice() launch.Choice {
	return launch.Choice{
		Name: *s.o.backend,
		GPU:  gpu.Config{Device: int(*s.o.device), Debug: *s.o.debug, Profile: *s.o.profile},
	}
}

// enterWorld puts the worm into the dish, if that is its world.
func (s *session) enterWorld() error {
	dish, err := s.o.dish.dish()
	if err != nil {
		return err
	}
	cfg := engine.ArenaConfig{Dish: dish, Seed: uint32(*s.o.seed), StartDistance: *s.o.distance, SensoryGain: *s.o.gain}
	s.o.feedback.apply(&cfg)
	s.arena, err = launch.Arena(*s.o.world, s.name, s.brain, cfg)
	if s.arena == nil || err != nil {
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
	if *s.o.threads > 1 && *s.o.backend == launch.BackendReference {
		s.std.warn("--threads changes nothing: the reference backend runs on one thread")
	}
	if r := s.resumed; r != nil && *s.o.save && *s.o.checkpoint.file == "" {
		if kept, err := r.file.Stored(); err == nil && kept == nil {
			s.std.warn("--save changes the brain that the run of %s began with, which it does not keep: give --checkpoint %s too, or it can be gone on with no more",
				r.file.Path, quoted(r.file.Path))
		}
	}
	s.o.feedback.warn(s.std, s.arena != nil)
	if *s.o.profile && *s.o.backend != launch.BackendGPU {
		s.std.warn("--profile measures the kernels of --backend gpu only")
	}
}

func (s *session) config(p *progress) engine.Config {
	c := engine.Config{
		Ticks: int32(*s.o.ticks), Program: s.program, NoiseSeed: uint64(*s.o.seed),
		Marks: *s.o.marks, Recorders: append(s.hearing.recorders(), p), Progress: p.report,
		Stimuli: s.hearing.stimuli(),
	}
	if s.recorder != nil {
		c.Recorders = append(c.Recorders, s.recorder)
		c.Observers = append(c.Observers, recording{s.recorder})
	}
	if s.arena != nil {
		c.World = trackedArena{s.arena, s.path}
	}
	s.countForFigures(&c)
	s.observeHTTP(&c)
	c.Observers = append(c.Observers, s.certificate)
	c.Observers = append(c.Observers, s.o.observers...)
	if s.checkpointer != nil {
		c.Observers = append(c.Observers, s.checkpointer) // the last: see engine.Observer
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
	table, err := s.backend.Profile()
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
	for _, f := range s.outputs(summary, snapshot) {
		if f.figure && failure != nil {
			break // one line says why; ten would not say more
		}
		path := filepath.Join(*s.o.out, f.name)
		wrote(path, record.WriteFile(path, f.write))
	}
	return files, failure
}
