package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/snn"
)

// verifyOptions are the flags of verify.
type verifyOptions struct {
	dir, backend    *string
	moved           *movedFlags
	threads, device *int64
	quiet           *bool
}

func verifyCommand() command {
	return command{
		name:    "verify",
		summary: "Run again what a folder of run --out describes, and compare every bit.",
		usage:   "DIR [flags]",
		details: `
DIR has a certificate.json or, of a recorded run, a manifest.json: what was run,
the hash of its spikes after every 1,000 ticks (in long runs 2,000, 4,000, ...)
and that of its weights at the end. The run is made again from them and ends at
the first hash that differs. Recorded spikes are compared one by one, and name
the first tick and neuron. The exit code is 0 if all is equal, else 1.`,
		build: func(f *flags) action {
			o := &verifyOptions{
				dir:     f.operand("DIR"),
				moved:   f.moved(),
				backend: f.choice("backend", launch.BackendNames(), "what computes: all but the reference give the same bits (default auto;\nof a run on the reference that)"),
				threads: f.whole("threads", 0, 0, 256, "threads of the cpu backend; they change no spike (default: as many as pay)"),
				device:  f.whole("device", gpu.Best, gpu.Best, maxDevice, "index of the gpu backend's device, -1 for the best (default -1)"),
				quiet:   f.yes("quiet", false, "show no progress"),
			}
			return func(ctx context.Context, std streams) error { return verify(ctx, std, o) }
		},
	}
}

// verify is the command verify.
func verify(ctx context.Context, std streams, o *verifyOptions) (err error) {
	recorded, err := record.OpenRun(*o.dir)
	if err != nil {
		return err
	}
	s, err := o.session(std, &recorded.Manifest)
	if err != nil {
		return fmt.Errorf("%s: %w", *o.dir, err)
	}
	if err := recorded.CheckRun(); err != nil {
		return err
	}
	if err := s.repeat(ctx, &recorded.Manifest); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.backend.Close()) }()
	c, err := newComparison(recorded, s.brain)
	if err != nil {
		return err
	}
	defer c.close()
	s.note("running %s again: %s, %s", s.name, plural(*s.o.ticks, "tick"), s.setting())
	p := newProgress(std.err, *o.quiet, int32(*s.o.ticks))
	config := s.config(p)
	config.Recorders, config.Observers = append(config.Recorders, c), append(config.Observers, c)
	result, err := engine.Run(ctx, s.brain, s.backend, config)
	p.finish()
	switch {
	case err != nil:
		return err
	case result.Interrupted && !c.stopped:
		return errInterrupted
	}
	snapshot := snn.NewWeightSnapshot(s.brain)
	if err := s.backend.Snapshot(snapshot); err != nil {
		return err
	}
	findings, err := c.finish(result, snn.WeightHash(s.brain, snapshot.Weight))
	if err != nil {
		return err
	}
	if len(findings) > 0 {
		return &listError{fmt.Sprintf("%s is not what this run gives:", *o.dir), findings}
	}
	return c.print(std, s, result)
}

// session returns the run that a manifest describes.
func (o *verifyOptions) session(std streams, m *record.Manifest) (*session, error) {
	if m.Ticks > 0 && len(allMarks(m)) == 0 {
		return nil, errors.New("it notes no hash of the run's spikes, so there is nothing to compare with")
	}
	backend := *o.backend
	switch isReference := m.Backend == launch.BackendReference; {
	case isReference && backend == launch.BackendAuto:
		backend = launch.BackendReference
	case isReference != (backend == launch.BackendReference):
		return nil, fmt.Errorf("its run was made by %s, and the reference, in float64, makes other spikes than the rest: --backend %s says nothing about it", m.Backend, backend)
	}
	s, err := rerun(std, m, o.moved)
	if err != nil {
		return nil, err
	}
	*s.o.backend, *s.o.threads, *s.o.device, *s.o.quiet = backend, *o.threads, *o.device, *o.quiet
	return s, nil
}

// repeat sets up the run of a manifest, once brain, sound and neurons that hear
// it are found to be those of the run.
func (s *session) repeat(ctx context.Context, m *record.Manifest) error {
	if err := s.sameBrain(ctx, m); err != nil {
		return err
	}
	if err := s.sameSurroundings(ctx, m); err != nil {
		return err
	}
	return s.openBackend()
}

// allMarks lists the hashes of a run, the one at its end included, ascending.
func allMarks(m *record.Manifest) []record.Mark {
	marks := slices.Concat(m.Hashes, m.Marks)
	if m.SpikeHash != "" && m.Ticks > 0 {
		marks = append(marks, record.Mark{Tick: m.Ticks, Spikes: m.Spikes, Hash: m.SpikeHash})
	}
	slices.SortStableFunc(marks, func(a, b record.Mark) int { return int(a.Tick) - int(b.Tick) })
	return slices.Compact(marks)
}
