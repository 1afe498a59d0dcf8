package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"

	"github.com/engine-gpu/engine-gpu/engine"
	"github.com/engine-gpu/engine-gpu/internal/input"
	"github.com/engine-gpu/engine-gpu/internal/launch"
	"github.com/engine-gpu/engine-gpu/record"
)

// newSession is a session of run with the flags' defaults.
func newSession(std streams) *session {
	f := newFlags(runCommand())
	o := runFlags(f)
	o.checkpoint = checkpointFlags(f)
	return &session{std: std, o: o, certificate: certificate{record.NewCertificate()}}
}

// movedFlags say where the files of a run are now.
type movedFlags struct{ brain, audio, audioMap *string }

// moved defines --brain, --audio and --audio-map.
func (f *flags) moved() *movedFlags {
	return &movedFlags{
		brain:    f.text("brain", "FILE", "where the brain is now (default: where it was)"),
		audio:    f.text("audio", "FILE", "where the sound is now (default: where it was)"),
		audioMap: f.text("audio-map", "FILE", "where the map of its bands is now (default: where it was)"),
	}
}

// apply puts the new places where the run had files; nil has none. A
// sound that the run did not hear is refused, as sameBrain refuses a file for the
// built-in brain: it would be passed over.
func (m *movedFlags) apply(o *runOptions) error {
	if m == nil {
		return nil
	}
	if *m.brain != "" {
		*o.brain = *m.brain
	}
	for _, x := range []struct {
		name     string
		was, now *string
	}{{"audio", o.audio.file, m.audio}, {"audio-map", o.audio.mapping, m.audioMap}} {
		switch {
		case *x.now == "":
		case *x.was == "":
			return fmt.Errorf("its run had no --%s, so none can be elsewhere now: leave it out", x.name)
		default:
			*x.was = *x.now
		}
	}
	return nil
}

// give puts the new places on the command line of run.
func (m *movedFlags) give(f *flags) error {
	var failure error
	for name, path := range map[string]string{"brain": *m.brain, "audio": *m.audio, "audio-map": *m.audioMap} {
		if path != "" {
			failure = errors.Join(failure, f.set.Set(name, path))
		}
	}
	return failure
}

// missing adds to the error of a file that is not where it was how to say where
// it is.
func missing(err error, name string) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: --%s FILE says where it is now", err, name)
	}
	return err
}

// rerun is the session that makes the run of a manifest again, with the program
// but before its files are read.
func rerun(std streams, m *record.Manifest, moved *movedFlags) (*session, error) {
	if m.Options.Flags == nil {
		return nil, errors.New("an older program made the run, which did not note all that decides it: it cannot be run again")
	}
	if m.RewardsByHand > 0 {
		return nil, fmt.Errorf("its run was given %s by hand, which its options do not make: it cannot be run again", plural(int64(m.RewardsByHand), "reward"))
	}
	s := newSession(std)
	set := func(name, value string) error {
		if err := s.o.checkpoint.flags.set.Set(name, value); err != nil {
			return fmt.Errorf("its --%s %q %w", name, value, err)
		}
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(m.Options.Flags)) {
		if !slices.Contains(settingFlags(), name) {
			return nil, fmt.Errorf("its run was decided by --%s, which this program does not know: a newer one made it", name)
		}
		if value := m.Options.Flags[name]; value != "" {
			if err := set(name, value); err != nil {
				return nil, err
			}
		}
	}
	if err := errors.Join(set("world", m.Options.World), set("ticks", strconv.Itoa(int(m.Ticks)))); err != nil {
		return nil, err
	}
	if len(m.Options.Program) > 0 {
		var err error
		if s.program, err = engine.ParseProgram(m.Options.Program); err != nil {
			return nil, fmt.Errorf("the program of the run: %w", err)
		}
	}
	s.o.checkpoint.flags.decide()
	return s, moved.apply(s.o)
}

// sameBrain loads the brain of a manifest's run. A file is the same brain in
// another format too, and after a VACUUM; of the run of an older program, whose
// manifest knows the file alone, it has to be that file.
func (s *session) sameBrain(ctx context.Context, m *record.Manifest) error {
	b := m.Brain
	path := *s.o.brain
	if path != "" {
		if err := input.CheckRegular(path); err != nil {
			return missing(err, "brain")
		}
	}
	switch {
	case path != "" && b.Content == "" && b.SHA256 == "":
		return fmt.Errorf("the run had the built-in brain, which is no file: leave out --brain %s", path)
	case path != "" && b.Content == "":
		hash, err := fileHash(path)
		if err != nil {
			return err
		}
		if hash != b.SHA256 {
			return fmt.Errorf("%s is not the brain of the run: its sha256 is %s, not %s; it was changed since, perhaps by --save", path, hash, b.SHA256)
		}
	case path == "" && (b.Recipe != launch.BuiltinName || b.RecipeSeed == nil):
		return fmt.Errorf("the run had the brain of the recipe %q: only %q is built in", b.Recipe, launch.BuiltinName)
	}
	if err := s.loadBrain(ctx); err != nil {
		return err
	}
	if b.Content != "" && s.contentHash() != b.Content {
		return fmt.Errorf("%s is not the brain of the run: its content has the hash %s, not %s; it was changed since, perhaps by --save", s.name, s.contentHash(), b.Content)
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

// missingSound is missing for the files of what is heard.
func (s *session) missingSound(err error) error {
	var file *fs.PathError
	if errors.As(err, &file) && file.Path == *s.o.audio.mapping {
		return missing(err, "audio-map")
	}
	return missing(err, "audio")
}

// sameSurroundings sets up the world and the sounds of a manifest's run.
func (s *session) sameSurroundings(ctx context.Context, m *record.Manifest) error {
	if err := s.enterWorld(); err != nil {
		return err
	}
	if err := s.hear(ctx); err != nil {
		return s.missingSound(err)
	}
	for i, sound := range m.Options.Sounds {
		if s.hearing == nil || i >= len(s.hearing.sounds) {
			return fmt.Errorf("the run had %s, and its flags make fewer", plural(int64(len(m.Options.Sounds)), "sound"))
		}
		if hash := s.hearing.sounds[i].Hash(); hash != sound.Hash {
			return fmt.Errorf("%s is not the sound of the run: its sha256 is %s in 32 bands, not %s", s.hearing.sounds[i].Name, hash, sound.Hash)
		}
	}
	if s.hearing.mappingHash() != m.Options.AudioMapHash {
		return errors.New("the sound would drive other neurons than in the run: its --audio-map was changed")
	}
	return nil
}
