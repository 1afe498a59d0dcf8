package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/gpu"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/record"
	"github.com/engine-gpu/engine-gpu/snn"
)

// verifyOptions are the flags of verify.
type verifyOptions struct {
	dir, brain, backend *string
	threads, device     *int64
	quiet               *bool
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
				brain:   f.text("brain", "FILE", "where the brain is now (default: where it was)"),
				backend: f.choice("backend", backendNames(), "what computes: all but the reference give the same bits (default auto;\nof a run on the reference that)"),
				threads: f.whole("threads", 0, 0, 256, "threads of the cpu backend; they change no spike (default: as many as pay)"),
				device:  f.whole("device", gpu.Best, gpu.Best, maxDevice, "index of the gpu backend's device, -1 for the best (default -1)"),
				quiet:   f.yes("quiet", false, "show no progress"),
			}
			return func(ctx context.Context, std streams) error { return verify(ctx, std, f, o) }
		},
	}
}

// verify is the command verify.
func verify(ctx context.Context, std streams, f *flags, o *verifyOptions) (err error) {
	recorded, err := record.OpenRun(*o.dir)
	if err != nil {
		return err
	}
	s, err := o.session(std, f, &recorded.Manifest)
	if err != nil {
		return fmt.Errorf("%s: %w", *o.dir, err)
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
func (o *verifyOptions) session(std streams, f *flags, m *record.Manifest) (*session, error) {
	if m.RewardsByHand > 0 {
		return nil, fmt.Errorf("its run was given %s by hand, which its options do not make: it cannot be run again", plural(int64(m.RewardsByHand), "reward"))
	}
	backend := *o.backend
	switch isReference := m.Backend == backendReference; {
	case isReference && !f.given("backend"):
		backend = backendReference
	case isReference != (backend == backendReference):
		return nil, fmt.Errorf("its run was made by %s, and the reference, in float64, makes other spikes than the rest: --backend %s says nothing about it", m.Backend, backend)
	}
	again := newFlags(runCommand())
	run := runFlags(again)
	run.checkpoint = checkpointFlags(again)
	values := [][2]string{
		{"ticks", strconv.Itoa(int(m.Ticks))}, {"seed", strconv.FormatInt(m.Seed, 10)}, {"learn", strconv.FormatBool(m.Learn)},
		{"backend", backend}, {"threads", strconv.FormatInt(*o.threads, 10)}, {"device", strconv.FormatInt(*o.device, 10)},
		{"quiet", strconv.FormatBool(*o.quiet)}, {"world", m.Options.World},
		{"sensory-gain", decimal(m.Options.SensoryGain)}, {"start-distance", decimal(m.Options.StartDistance)},
		{"reward-homeostasis", strconv.FormatBool(m.Options.RewardHomeostasis)},
	}
	if path := m.Brain.Path; path != "" {
		if *o.brain != "" {
			path = *o.brain
		}
		values = append(values, [2]string{"brain", path})
	}
	if a := m.Arena; a != nil {
		values = append(values, [2]string{"dish-radius", decimal(a.Radius)})
		for _, x := range a.Foods {
			values = append(values, [2]string{"food", strings.Join([]string{decimal(x.X), decimal(x.Y), decimal(x.Peak), decimal(x.Sigma)}, ",")})
		}
	}
	for _, sound := range m.Options.Sounds {
		if sound.Path == "" {
			values = append(values, [2]string{"tone", decimal(sound.Tone)})
		} else {
			values = append(values, [2]string{"audio", sound.Path}, [2]string{"audio-loop", strconv.FormatBool(sound.Loop)})
		}
	}
	if m.Options.AudioMapPath != "" {
		values = append(values, [2]string{"audio-map", m.Options.AudioMapPath})
	}
	for _, v := range values {
		if err := again.set.Set(v[0], v[1]); err != nil {
			return nil, fmt.Errorf("its --%s %q %w", v[0], v[1], err)
		}
	}
	return &session{std: std, o: run, certificate: certificate{record.NewCertificate()}}, nil
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// repeat sets up the run of a manifest, once brain, sound and neurons that hear
// it are found to be those of the run.
func (s *session) repeat(ctx context.Context, m *record.Manifest) (err error) {
	if len(m.Options.Program) > 0 {
		if s.program, err = engine.ParseProgram(m.Options.Program); err != nil {
			return fmt.Errorf("the program of the run: %w", err)
		}
	}
	if err := s.sameBrain(m); err != nil {
		return err
	}
	if err := s.enterWorld(); err != nil {
		return err
	}
	if err := s.hear(ctx); err != nil {
		return err
	}
	for i, sound := range m.Options.Sounds {
		if hash := s.hearing.sounds[i].Hash(); hash != sound.Hash {
			return fmt.Errorf("%s is not the sound of the run: its sha256 is %s in 32 bands, not %s", s.hearing.sounds[i].Name, hash, sound.Hash)
		}
	}
	if s.hearing.mappingHash() != m.Options.AudioMapHash {
		return errors.New("the sound would drive other neurons than in the run: its --audio-map was changed")
	}
	return s.openBackend()
}

// sameBrain loads the brain of the run.
func (s *session) sameBrain(m *record.Manifest) error {
	b := m.Brain
	switch path := *s.o.brain; {
	case path != "":
		hash, err := fileHash(path)
		if err != nil {
			return fmt.Errorf("%w: --brain FILE says where the brain is now", err)
		}
		if hash != b.SHA256 {
			return fmt.Errorf("%s is not the brain of the run: its sha256 is %s, not %s; it was changed since, perhaps by --save", path, hash, b.SHA256)
		}
	case b.Recipe != launch.BuiltinName || b.RecipeSeed == nil:
		return fmt.Errorf("the run had the brain of the recipe %q: only %q is built in", b.Recipe, launch.BuiltinName)
	}
	if err := s.loadBrain(); err != nil {
		return err
	}
	if here, err := s.recordedBrain(); err != nil {
		return err
	} else if here.RecipeSeed != nil && *here.RecipeSeed != *b.RecipeSeed {
		return fmt.Errorf("the run had the built-in brain of seed %d, this program has seed %d", *b.RecipeSeed, *here.RecipeSeed)
	}
	if len(s.brain.Neurons) != b.Neurons || s.brain.Synapses.Len() != b.Synapses {
		return fmt.Errorf("%s has %s and %s, the brain of the run %d and %d", s.name,
			plural(int64(len(s.brain.Neurons)), "neuron"), plural(int64(s.brain.Synapses.Len()), "synapse"), b.Neurons, b.Synapses)
	}
	return nil
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
