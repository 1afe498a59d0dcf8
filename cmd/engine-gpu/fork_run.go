package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"sync"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/fork"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/plot"
	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/snn"
)

// future is one of the two runs that a fork goes on with.
type future struct {
	session *session
	state   *engine.State
	backend engine.Backend // with the lesion, if there is one
	spikes  [snn.NumNeuronTypes]int64
	result  *engine.Result
}

// forking is one run of the command fork.
type forking struct {
	std                streams
	o                  *forkOptions
	unchanged, changed *future
	difference         string // of the changed one, for people
	lesion             *fork.Lesion
	comparison         *fork.Comparison
	end                int32
}

// forkRun is the command fork.
func forkRun(ctx context.Context, std streams, o *forkOptions) error {
	f := &forking{std: std, o: o}
	if *o.out != "" {
		if err := makeFolder(*o.out); err != nil {
			return err
		}
	}
	if err := f.open(ctx); err != nil {
		return err
	}
	defer f.close()
	if !*o.quiet {
		std.note("running two futures of %s from tick %s on: %s each, one with %s",
			f.unchanged.session.name, grouped(int64(f.unchanged.state.Ticks)), plural(*o.ticks, "tick"), f.difference)
	}
	if err := f.run(ctx); err != nil {
		return err
	}
	report := f.report()
	files, err := f.write(report)
	if *o.json {
		err = errors.Join(err, writeJSON(std.out, report))
	} else {
		err = errors.Join(err, report.print(std.out, files))
	}
	return err
}

// open opens both futures up to their first tick.
func (f *forking) open(ctx context.Context) (err error) {
	if f.unchanged, err = f.future(ctx, nil); err != nil {
		return err
	}
	if f.changed, err = f.future(ctx, f.unchanged.session.brain); err != nil {
		return err
	}
	if err := f.startFutures(ctx); err != nil {
		return errors.Join(err, f.close())
	}
	return nil
}

// future opens the checkpoint; a brain that was read before is taken again.
func (f *forking) future(ctx context.Context, brain *snn.Brain) (*future, error) {
	s := quietSession(f.std)
	if err := f.o.moved.give(s.o.checkpoint.flags); err != nil {
		return nil, err
	}
	*s.o.threads = *f.o.threads
	if brain != nil {
		s.std.err = io.Discard // the warnings have been given
	}
	if err := s.openCheckpoint(*f.o.checkpoint); err != nil {
		return nil, err
	}
	if s.resumed.kind != snn.KindFloat32 {
		return nil, errors.Join(fmt.Errorf("%s is of a run of the reference backend, in float64: fork one of --backend cpu or gpu", s.resumed.file.Path), s.resumed.file.Close())
	}
	if err := s.loadProgram(); err != nil {
		return nil, err
	}
	if s.name, s.brain = *s.o.brain, brain; brain == nil {
		if err := s.loadBrain(ctx); err != nil {
			return nil, missing(err, "brain")
		}
	} else if s.name == "" {
		s.name = f.unchanged.session.name
	}
	return &future{session: s}, s.compareBrain()
}

// startFutures changes one future and sets both up.
func (f *forking) startFutures(ctx context.Context) error {
	brain := f.unchanged.session.brain
	change, err := f.change(brain)
	if err != nil {
		return err
	}
	for _, x := range []*future{f.unchanged, f.changed} {
		if err := x.enter(ctx); err != nil {
			return err
		}
		if end := int64(x.state.Ticks) + *f.o.ticks; end > int64(snn.MaxTicks) {
			return fmt.Errorf("tick %d is beyond the limit of %d: give fewer --ticks", end, int64(snn.MaxTicks))
		}
		net, err := snn.Compile(brain)
		if err != nil {
			return fmt.Errorf("%s: %w", x.session.name, err)
		}
		state, ok := x.state.Brain.(*snn.Float32State)
		if !ok {
			return errors.New("the checkpoint's state is not of float32")
		}
		if err := state.Check(net); err != nil {
			return err
		}
		if x == f.changed {
			if err := change(net, state); err != nil {
				return err
			}
		}
		opt := x.session.options()
		x.session.backend, err = launch.Open(x.session.choice(), launch.NetworkSubject{Net: net, Options: opt})
		if err != nil {
			return fmt.Errorf("%s: %w", x.session.name, err)
		}
		x.backend = x.session.backend
	}
	if f.lesion != nil {
		f.changed.backend = f.lesion.On(f.changed.backend)
	}
	f.end = f.unchanged.state.Ticks + int32(*f.o.ticks)
	return nil
}

// enter puts a future's world and senses before its first tick.
func (x *future) enter(ctx context.Context) error {
	s := x.session
	if err := s.enterWorld(); err != nil {
		return err
	}
	if err := s.hear(ctx); err != nil {
		return s.missingSound(err)
	}
	if err := s.compareSounds(); err != nil {
		return err
	}
	var err error
	if x.state, err = s.resumeState(); err != nil {
		return err
	}
	if s.arena != nil { // the path from the fork on alone
		if err := s.arena.UnmarshalBinary(x.state.World); err != nil {
			return fmt.Errorf("%s: %w", *s.o.checkpoint.resume, err)
		}
		s.path = record.NewTrajectory(record.SampleEvery, record.MaxSamples)
		s.path.Add(pose(s.arena, x.state.Ticks))
	}
	return nil
}

// change returns what is done to the changed future.
func (f *forking) change(brain *snn.Brain) (func(*snn.Network, *snn.Float32State) error, error) {
	o, name := f.o, f.unchanged.session.name
	none := func(*snn.Network, *snn.Float32State) error { return nil }
	switch {
	case *o.lesion != "":
		positions, who, err := o.lesioned(name, brain)
		if err != nil {
			return nil, err
		}
		f.lesion = &fork.Lesion{Neurons: positions}
		f.difference = fmt.Sprintf("%s of %s dead", plural(int64(len(positions)), "neuron"), who)
		return f.lesion.Apply, nil
	case *o.synapses != "":
		t, err := snn.ParseSynapseType(*o.synapses)
		if err != nil {
			return nil, err
		}
		count := 0
		for _, x := range brain.Synapses.Type {
			if x == t {
				count++
			}
		}
		if count == 0 {
			return nil, fmt.Errorf("--silence-synapses %s: %s has no such synapse", t, name)
		}
		f.difference = plural(int64(count), t.String()+" synapse") + " silent"
		return func(net *snn.Network, s *snn.Float32State) error {
			fork.SilenceSynapses(net, s, t)
			return nil
		}, nil
	}
	program, err := engine.LoadProgram(*o.program)
	f.changed.session.program = program
	f.difference = "the program " + filepath.Base(*o.program)
	return none, err
}

// run runs both futures at the same time.
func (f *forking) run(ctx context.Context) error {
	both, cancel := context.WithCancel(ctx)
	defer cancel()
	var silenced []int32
	if f.lesion != nil {
		silenced = f.lesion.Neurons
	}
	f.comparison = fork.NewComparison(both, silenced)
	var errs [2]error
	var running sync.WaitGroup
	for i, x := range []*future{f.unchanged, f.changed} {
		recorder := f.comparison.Unchanged()
		if x == f.changed {
			recorder = f.comparison.Changed()
		}
		running.Go(func() {
			if errs[i] = x.run(both, f.end, recorder); errs[i] != nil {
				cancel()
			}
			if x == f.changed {
				f.comparison.End()
			}
		})
	}
	running.Wait()
	if err := errors.Join(errs[0], errs[1]); err != nil {
		return err
	}
	if f.unchanged.result.Interrupted || f.changed.result.Interrupted {
		return errInterrupted
	}
	return nil
}

func (x *future) run(ctx context.Context, end int32, r engine.Recorder) (err error) {
	s := x.session
	c := engine.Config{
		Ticks: end, Program: s.program, NoiseSeed: uint64(*s.o.seed), Stimuli: s.hearing.stimuli(),
		Resume: x.state, Recorders: []engine.Recorder{r, x},
	}
	if s.arena != nil {
		c.World = trackedArena{s.arena, s.path}
	}
	x.result, err = engine.Run(ctx, s.brain, x.backend, c)
	return err
}

// Record implements engine.Recorder: it counts spikes by neuron type.
func (x *future) Record(_ int32, fired []int32) error {
	for _, n := range fired {
		x.spikes[x.session.brain.Neurons[n].Type]++
	}
	return nil
}

func (f *forking) close() error {
	var err error
	for _, x := range []*future{f.unchanged, f.changed} {
		if x != nil && x.session.backend != nil {
			err = errors.Join(err, x.session.backend.Close())
		}
	}
	return err
}

// write writes the files of --out and returns their paths.
func (f *forking) write(report *forkReport) (files []string, failure error) {
	if *f.o.out == "" {
		return nil, nil
	}
	outputs := []output{{name: "fork.json", write: jsonWriter(report)}}
	if f.unchanged.session.arena != nil {
		outputs = append(outputs, figureFile(f.picture(report), plot.PNG))
	}
	for _, x := range outputs {
		path := filepath.Join(*f.o.out, x.name)
		if err := record.WriteFile(path, x.write); err != nil {
			failure = errors.Join(failure, err)
			continue
		}
		files = append(files, path)
	}
	return files, failure
}
